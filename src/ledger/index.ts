export { type Ledger, type LedgerCounts, type LedgerInput, ledgerOf } from './ledger.ts'
export { type SystemCallCount, systemCallsOf } from './system-calls.ts'
export { type LedgerTable, ledgerTable } from './table.ts'
