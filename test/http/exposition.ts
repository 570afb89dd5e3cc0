/** Prometheus' text format, read strictly: what does not fit its grammar throws. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Exposition {
  /** Of each metric, by name. */
  readonly types: ReadonlyMap<string, string>
  readonly samples: readonly Sample[]
}

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?[0-9.]+(?:e[+-]?\d+)?|[+-]Inf|Nan|NaN)$/
const labelPair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y

export function parseExposition(text: string): Exposition {
  const types = new Map<string, string>()
  const helped = new Set<string>()
  const samples: Sample[] = []
  const seen = new Set<string>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line)
    if (comment !== null) {
      const [, kind, name, rest] = comment
      if (kind === 'HELP' ? helped.has(name) : types.has(name)) throw new Error(`twice: ${line}`)
      if (kind === 'HELP') helped.add(name)
      else types.set(name, rest)
      continue
    }
    const found = sampleLine.exec(line)
    if (found === null) throw new Error(`no sample: ${line}`)
    const [, name, inner = '', value] = found
    const series = `${name}{${inner}}`
    if (seen.has(series)) throw new Error(`twice: ${line}`)
    seen.add(series)
    const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')
    if (!types.has(family) || !helped.has(family)) throw new Error(`neither help nor type: ${line}`)
    samples.push({ name, labels: labelsOf(inner, line), value: Number(value.replace('Inf', 'Infinity')) })
  }
  return { types, samples }
}

function labelsOf(inner: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {}
  labelPair.lastIndex = 0
  while (labelPair.lastIndex < inner.length) {
    const found = labelPair.exec(inner)
    if (found === null) throw new Error(`no labels: ${line}`)
    labels[found[1]] = found[2]
  }
  return labels
}

/** The value of one series. */
export function sampleOf({ samples }: Exposition, name: string, labels: Record<string, string> = {}): number {
  const found = samples.filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )
  if (found.length !== 1) throw new Error(`${found.length} series of ${name} ${JSON.stringify(labels)}`)
  return found[0].value
}
