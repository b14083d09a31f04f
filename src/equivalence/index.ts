export { type Difference, type Equivalence, equivalence } from './equivalence.ts'
export { equivalenceLines, type Labels } from './lines.ts'
