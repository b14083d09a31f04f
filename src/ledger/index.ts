export { type Ledger, type LedgerCounts, ledgerOf } from './ledger.ts'
export { type SystemCallCount, systemCallsOf } from './system-calls.ts'
export { type LedgerTable, ledgerTable } from './table.ts'
