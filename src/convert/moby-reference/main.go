// Docker's own conversion (github.com/docker/docker/profiles/seccomp), asked over standard input: the reference that
// the converter `moby` is compared with, and timed against. One JSON request a line, one JSON answer a line:
//
//	{"profile": "<text>", "capabilities": ["CAP_CHOWN"]}  ->  {"filter": {...}} (or null), or {"error": "..."}
//	the same with "repeat": 100                           ->  {"elapsed_ns": ...} of that many LoadProfile calls
//
// Build: GOPATH=/usr/share/gocode GO111MODULE=off go build -tags seccomp (Debian: golang-go,
// golang-github-docker-docker-dev).
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/docker/docker/profiles/seccomp"
	"github.com/opencontainers/runtime-spec/specs-go"
)

type request struct {
	Profile      string   `json:"profile"`
	Capabilities []string `json:"capabilities"`
	Repeat       int      `json:"repeat"`
}

func main() {
	requests := json.NewDecoder(os.Stdin)
	answers := json.NewEncoder(os.Stdout)
	for {
		var asked request
		if requests.Decode(&asked) != nil {
			return
		}
		if answers.Encode(answer(asked)) != nil {
			return
		}
	}
}

func answer(asked request) (result map[string]interface{}) {
	// LoadProfile follows null pointers where a list holds null.
	defer func() {
		if panicked := recover(); panicked != nil {
			result = map[string]interface{}{"error": fmt.Sprint(panicked)}
		}
	}()
	container := &specs.Spec{Process: &specs.Process{
		Capabilities: &specs.LinuxCapabilities{Bounding: asked.Capabilities},
	}}
	start := time.Now()
	for i := 1; i < asked.Repeat; i++ {
		if _, err := seccomp.LoadProfile(asked.Profile, container); err != nil {
			return map[string]interface{}{"error": err.Error()}
		}
	}
	filter, err := seccomp.LoadProfile(asked.Profile, container)
	elapsed := time.Since(start)
	if err != nil {
		return map[string]interface{}{"error": err.Error()}
	}
	if asked.Repeat > 0 {
		return map[string]interface{}{"elapsed_ns": elapsed.Nanoseconds()}
	}
	return map[string]interface{}{"filter": filter}
}
