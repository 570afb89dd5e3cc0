/** Client libraries of other stores: not among the dependencies, and asked for when somebody wants to measure one. */
import { GrammeError } from '../../src/errors.js'

/** What the package exports, as `Exports` says it is. Throws GrammeError BAD_ARGUMENT when it is not installed. */
export async function optional<Exports>(scheme: string, name: string): Promise<Exports> {
  try {
    const exports = (await import(name)) as { readonly default?: Exports } & Exports
    return exports.default ?? exports
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    const message = `${scheme}:// needs the package ${name}: npm install --no-save ${name}`
    throw new GrammeError('BAD_ARGUMENT', message, { cause })
  }
}
