#!/usr/bin/env node
import { existsSync } from 'node:fs'

const program = new URL('../dist/src/cli/main.js', import.meta.url)
if (!existsSync(program)) {
  console.error('gramme: this checkout is not built yet: run `npm start` or `npm run build` in it')
  process.exit(1)
}
const { main } = await import(program.href)
await main(process.argv.slice(2))
