/** The library's door: what bench and report may use; quick.ts is the part of it that starts quickly. */
export { analyseRounds, type RoundsAnswer } from './analyse/analyse-rounds.ts'
export { type ArmFailures, analyseRun, type RunAnalysis } from './analyse/analyse-run.ts'
export { calibrateRun, planFromRun } from './analyse/calibrate-run.ts'
export type { Change, ChangeInterval, Comparison, MetricComparison } from './analyse/comparison.ts'
export { lintReport } from './analyse/lint.ts'
export { medianInterval, type QuantileInterval } from './analyse/median-interval.ts'
export { type Metric, metricsOf, metricValue } from './analyse/metrics.ts'
export { type RoundsOverTime, roundsOverTime } from './analyse/running.ts'
export { type Verdict, verdictText } from './analyse/verdict.ts'
export { openLibseccomp } from './bpf/libseccomp.ts'
export { type ClaimJudgement, isAbout, judgeClaim } from './claims/judge.ts'
export { type Claim, type Published, readPublished } from './claims/published.ts'
export { monotonic_ns } from './clock.ts'
export type * from './contracts.ts'
export { copyId, isCopy } from './copy-arm.ts'
export {
  type Difference,
  type Equivalence,
  equivalence,
  equivalenceLines,
  type Labels,
} from './equivalence/index.ts'
export { compareBuilds } from './gate/against.ts'
export { gateAnnotations } from './gate/annotations.ts'
export { type Baseline, baselineText, emptyBaseline, readBaseline } from './gate/baseline.ts'
export { asBuild, type Build, specMaker, type Way, waysOf } from './gate/builds.ts'
export { type Check, type GateReport, gateExitCodes, gateStatus } from './gate/check.ts'
export { compareLedger } from './gate/compare-ledger.ts'
export { type CountedCell, compareCounts } from './gate/counts.ts'
export { gateJunit } from './gate/junit.ts'
export { type CountedLedger, countLedger } from './gate/ledger.ts'
export { sessionOf } from './gate/session.ts'
export { gateSummary } from './gate/summary.ts'
export { gateText } from './gate/text.ts'
export { compareRun } from './gate/time.ts'
export { updateLedger, updateTimes } from './gate/update.ts'
export {
  type History,
  type HistoryPoint,
  type HistoryStore,
  historyOf,
  isUsable,
  type LevelChange,
  type Series,
  type SeriesKey,
  type SyncReport,
  sync,
  withStore,
} from './history/index.ts'
export { fileSha256, hostFacts } from './host.ts'
export { type ImportedRounds, readRounds } from './import/csv-rounds.ts'
export { type Journal, journalFileName, openJournal } from './journal/append.ts'
export { assembleRun } from './journal/assemble.ts'
export { type JournalArm, type JournalHead, journalSchemaName } from './journal/lines.ts'
export { isThisProcess, ownerState, thisProcess } from './journal/owner.ts'
export { type JournalContent, readJournal } from './journal/read.ts'
export { resumePoint } from './journal/trials.ts'
export { allowedCpus, pinTo } from './launch/affinity.ts'
export {
  type FilterCosts,
  type Ledger,
  type LedgerCounts,
  type LedgerTable,
  ledgerOf,
  ledgerTable,
  type SystemCallCount,
  systemCallsOf,
} from './ledger/index.ts'
export { type MeasureInput, type MeasureResult, measureRun } from './measure/measure-run.ts'
export { mergeRuns } from './merge.ts'
export type * from './model.ts'
export { architectureLabel } from './profile/arch.ts'
export * from './quick.ts'
export { parseSeed, type Seed } from './random.ts'
export { readText } from './read-text.ts'
export { reapRun } from './reap/reap-run.ts'
export { readRun, runFileName, writeRun } from './run-file.ts'
export {
  type ArmSpec,
  type PlanChoices,
  parseScenario,
  plan,
  readScenario,
  type Scenario,
} from './scenario.ts'
