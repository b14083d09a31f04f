/** A Run in; PNG, HTML and Markdown out. The only door of the report. */
export { writeReport } from './write.ts'
