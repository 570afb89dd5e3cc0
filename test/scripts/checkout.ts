/** A small checkout with the real scripts and dependencies, to see what they do to it. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, temporaryFolder } from '../cli/processes.js'

export interface Checkout {
  readonly folder: string
  readonly write: (path: string, text: string) => void
}

export function makeCheckout(t: Parameters<typeof temporaryFolder>[0]): Checkout {
  const folder = temporaryFolder(t)
  for (const path of ['scripts', 'bin', 'package.json', 'package-lock.json', 'tsconfig.json', '.taprc']) {
    cpSync(join(root, path), join(folder, path), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  // tap's own build lies in node_modules and is made already; the stamp says for which settings.
  mkdirSync(join(folder, '.tap'))
  cpSync(join(root, '.tap', 'built'), join(folder, '.tap', 'built'))
  cpSync(join(root, '.tap', 'plugins'), join(folder, '.tap', 'plugins'), { recursive: true })
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { folder, write }
}
