#!/usr/bin/env -S node --max-semi-space-size=2
import { main } from './main.ts'
import { outliveReaders } from './streams.ts'

outliveReaders()
await main(process.argv.slice(2))
