export type { FilterCosts, LedgerCounts } from './count.ts'
export { type Ledger, ledgerOf } from './ledger.ts'
export { type SystemCallCount, systemCallsOf } from './system-calls.ts'
export { type LedgerTable, ledgerTable } from './table.ts'
