/**
 * The fault model: what may go wrong in a simulated cluster, how much of it at once, and what each of Gramme's
 * promises survives. The rest of this folder keeps to it; the oracle allows for nothing else.
 *
 * **Network.** Streams deliver in order or break. What is sent takes a latency from a distribution with a long
 * tail (`delay`), much longer on a slow link (`slow-link`); lost packets are sent again after 200 ms and more
 * (`packet-loss`); bytes arrive in pieces cut anywhere (`fragments`). A middlebox may lose, repeat or swap whole
 * frames (`message-loss`, `message-duplication`, `message-reordering`). Connections are reset (`cut`), or only
 * one side hears of it (`half-open`). Groups of machines, clients among them, cannot reach each other
 * (`partition`), or only in one direction (`one-way`); one machine is cut off from all (`isolation`). Nothing is
 * garbled: checksums of the wire are TCP's.
 *
 * **Disk.** What was synced stays; of the rest a power loss keeps all, nothing, the first part, or any sectors
 * (`torn-write` picks the last two). Operations are slow (`slow-disk`), hang (`hung-disk`), fail with an error
 * (`disk-error`, `read-error`, `sync-error`; a sync that failed has lost what it was for), or find the disk full (`disk-full`). Bits of the
 * log's segments and index files turn over (`bit-rot`); a read returns what lies elsewhere (`misdirected-read`), and
 * what it should when it is made again.
 * Folders, once made, stay; the small files that say whose data it is (node.json, STORE) do not rot: a node
 * refuses to start on a spoiled one, and an operator must look.
 *
 * **Clocks.** Calendars are off by up to ten minutes and drift by up to 200 ppm (`clock-skew`), and jump by up
 * to an hour either way (`clock-jump`). Monotonic clocks drift and never go back.
 *
 * **Processes.** Killed at any use of a port (`crash`), again and again while they start (`crash-loop`), with the
 * machine's power (`power-loss`), stopped in good order (`restart`), paused and resumed (`pause`); clients are
 * killed too (`client-crash`). A node starts on an emptied data folder under its old identity (`wipe`), on an
 * older copy of its disk (`restore`), or on an empty disk as a new node that waits until the operator says whose place it
 * takes (`replace`). The one whose place it took comes back later with its old disk, on another machine (`return`).
 *
 * **How many at once.** Any number of faults that destroy nothing. Of those that destroy what was acknowledged
 * (`wipe`, `restore`, `bit-rot`, and `power-loss` and `torn-write` for writes that were not synced) also any number, but the promises below hold only for what enough machines did not lose.
 *
 * **What survives what.**
 *
 * | promise | holds under |
 * | --- | --- |
 * | no event is issued twice; contexts cover what was shown; bytes are those that were written | everything |
 * | requests end by their deadline; memory and queues stay bounded | everything |
 * | a write acknowledged by W is there, or what had seen it | fewer than W of its owners lost it |
 * | a get of R > N - W sees it | fewer than R + W - N of its owners lost it, no stand-in counted |
 * | what was deleted does not come back when its tombstone is reaped | no disk set back by `reapAfterMs` or more |
 * | a node that owes answers and is silent is suspected within 3 s, by whoever waits for it | everything |
 * | suspicion does not come and go: each relapse takes longer to be trusted again | everything |
 * | all nodes think each other well | faults end, for those that are still there |
 * | all replicas come to be equal, no hint is left, nor what others own | faults end |
 * | no tombstone is left, where they are reaped | faults end |
 *
 * Where stand-ins counted (an answer says so, `isSloppy`), read "of the nodes" for "of its owners" in the third line,
 * and the fourth does not hold until what they keep has been handed over.
 *
 * Members come and go while requests are made: a node leaves and joins again (`leave`), gets another weight
 * (`reweight`), is gone for good, with another in its place (`replace`), and may be back all the same (`return`). Nobody
 * can tell then who owned a key at the time of a request: for "its owners" read "all nodes", as for stand-ins.
 *
 * Rot is found when a copy is read, and at the latest when its node reads all that it holds (`scrubIntervalMs`): then
 * replicas are equal, whatever has rotted. In plans where nodes do not, the check at the end lets a rotted disk lack
 * what the others hold.
 */
export const faultKinds = [
  'delay',
  'slow-link',
  'packet-loss',
  'fragments',
  'message-loss',
  'message-duplication',
  'message-reordering',
  'cut',
  'half-open',
  'partition',
  'one-way',
  'isolation',
  'slow-disk',
  'hung-disk',
  'disk-error',
  'read-error',
  'sync-error',
  'disk-full',
  'torn-write',
  'bit-rot',
  'misdirected-read',
  'clock-skew',
  'clock-jump',
  'crash',
  'crash-loop',
  'power-loss',
  'restart',
  'pause',
  'client-crash',
  'wipe',
  'restore',
  'replace',
  'return',
  'leave',
  'reweight',
] as const

export type FaultKind = (typeof faultKinds)[number]
