/** Flags of an experiment, made from its settings: each has its name, its meaning and the type of its default. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { AnyExperiment, Settings, SettingValue } from './experiment.js'

export function addSettings(command: Command, { settings, meanings, small }: AnyExperiment): void {
  for (const [name, value] of Object.entries(settings)) {
    const smaller = small[name] === undefined ? '' : `, small: ${shown(small[name])}`
    command.addOption(
      new Option(
        `--${flagOf(name)} <${argumentOf(value)}>`,
        `${meanings[name]} (${shown(value)}${smaller})`,
      ).argParser((text) => parse(text, value)),
    )
  }
}

/** The defaults, those of the small form if it is asked for, and what flags say. */
export function settingsOf(
  { settings, small }: AnyExperiment,
  isSmall: boolean,
  flags: Readonly<Record<string, unknown>>,
): Settings {
  const given: Record<string, SettingValue> = { ...settings, ...(isSmall && (small as Settings)) }
  for (const name of Object.keys(settings)) {
    if (flags[name] !== undefined) given[name] = flags[name] as SettingValue
  }
  return given
}

function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function argumentOf(value: SettingValue): string {
  if (Array.isArray(value)) return 'LIST'
  return typeof value === 'number' ? 'NUMBER' : 'TEXT'
}

function parse(text: string, like: SettingValue): SettingValue {
  if (typeof like === 'string') return text
  if (typeof like === 'number') return numberOf(text)
  const words = text.split(',')
  return typeof like[0] === 'number' ? words.map(numberOf) : words
}

function numberOf(text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !(number >= 0) || number === Number.POSITIVE_INFINITY) {
    throw new InvalidArgumentError('It must be a number, and not below 0.')
  }
  return number
}

function shown(value: SettingValue | undefined): string {
  const text = String(value)
  return text === '' ? 'none' : text
}
