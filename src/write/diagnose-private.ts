import { parentPort, workerData } from 'node:worker_threads'
import { enterPrivateMounts } from '../namespace.ts'
import { diagnose } from './diagnose.ts'

/** A worker thread's program: the same diagnosis, seen from private mounts. */
enterPrivateMounts()
parentPort?.postMessage(await diagnose(workerData as readonly string[]))
