/** A Run in; PNG, HTML and Markdown out. The only door of the report. */
export { type ReportOptions, writeReport } from './write.ts'
