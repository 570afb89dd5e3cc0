/** Planted bugs of requests on their way: client, wire and coordinator (Dynamo §4.5, §5, §6.4). */
import type { PlantedBug } from './bug.js'

export const requestBugs: readonly PlantedBug[] = [
  {
    name: 'retry-with-a-fresh-id',
    story:
      'Each attempt of a put carries a write id of its own, so that a retry is another write, and a sibling.',
    patches: [
      {
        file: 'client/client',
        find: 'const fields = {',
        replace:
          'let attempts = 0;\n        const anotherId = () => writeId.map((byte) => byte + attempts);\n        const fields = {',
      },
      {
        file: 'client/client',
        find: 'header: Put.encode({ ...fields, ringDigest }),',
        replace:
          'header: Put.encode({ ...fields, ringDigest, writeId: attempts++ === 0 ? writeId : anotherId() }),',
      },
    ],
    expects: ['event-of-no-write', 'value-shown-twice'],
    seed: 2,
  },
  {
    name: 'failure-counts-as-not-found',
    story:
      'A replica that failed to answer counts towards R as one that holds nothing (the trap of notfound_ok in Riak).',
    patches: [
      {
        file: 'coordinator/read-state',
        find: 'this.#quorum.failed();\n            return;',
        replace: "this.#quorum.answered(from, 'serving');\n            return;",
      },
    ],
    expects: ['acknowledged-write-missed'],
    seed: 2,
  },
  {
    name: 'answer-to-another-request',
    story:
      'The id to answer with is kept by the connection and not with its request: whoever asked last is answered.',
    patches: [
      {
        file: 'wire/session',
        find: '    #start(frame, peer) {',
        replace: '    asking;\n    #start(frame, peer) {\n        this.asking = frame.requestId;',
      },
      {
        file: 'wire/session',
        find: 'requestId: frame.requestId,\n            deadlineMs: 0,',
        replace: 'requestId: this.asking ?? frame.requestId,\n            deadlineMs: 0,',
      },
    ],
    expects: [
      'value-nobody-wrote',
      'context-unreadable',
      'context-covers-unseen',
      'acknowledged-write-missed',
      'never-at-rest',
    ],
    seed: 1,
  },
  {
    name: 'call-without-deadline',
    story:
      'A call has no deadline of its own: as long as the connection stands, a silent node is waited for.',
    patches: [
      {
        file: 'wire/caller',
        find: 'this.#deadlines.enter(pending);',
        replace: '',
      },
    ],
    expects: ['deadline-missed'],
    seed: 2,
  },
]
