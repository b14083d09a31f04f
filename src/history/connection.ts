/** What the store needs of a database: two drivers give it, one store is written over it. */

export type SqlValue = string | number | null

export interface Connection {
  /** For people, without a password. */
  readonly name: string
  readonly shared: boolean
  /** SQL names its parameters `$1`, `$2`, …; rows come as objects, none where the statement gives none. */
  readonly all: (sql: string, parameters: readonly SqlValue[]) => Promise<readonly unknown[]>
  /** In a transaction that no other writer of this index shares; rolled back when `work` throws. */
  readonly exclusive: (work: () => Promise<void>) => Promise<void>
  readonly close: () => Promise<void>
}
