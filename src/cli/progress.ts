/**
 * How far a long command has come, on stderr: a bar on a terminal, and otherwise a line every few seconds,
 * so that a log shows it as well.
 */
import { SingleBar } from 'cli-progress'

export interface Progress {
  /** `note` stands at the end of the line. */
  show(done: number, total: number, note?: string): void
  end(): void
}

const lineIntervalMs = 5000

/** `figure`: how an amount is shown. */
export function openProgress(title: string, figure: (amount: number) => string): Progress {
  return process.stderr.isTTY ? bar(title, figure) : lines(title, figure)
}

function bar(title: string, figure: (amount: number) => string): Progress {
  const single = new SingleBar({
    format: `${title} {bar} {percentage}% {done} of {of} {note}`,
    barsize: 24,
    barCompleteChar: '=',
    barIncompleteChar: '-',
    hideCursor: true,
    stopOnComplete: false,
  })
  let started = false
  return {
    show(done, total, note = '') {
      const fields = { done: figure(done), of: figure(total), note }
      if (!started) single.start(total, done, fields)
      started = true
      single.update(done, fields)
    },
    end: () => single.stop(),
  }
}

function lines(title: string, figure: (amount: number) => string): Progress {
  let shownMs = performance.now()
  return {
    show(done, total, note = '') {
      if (performance.now() - shownMs < lineIntervalMs) return
      shownMs = performance.now()
      process.stderr.write(`${title}: ${figure(done)} of ${figure(total)} ${note}\n`)
    },
    end() {},
  }
}
