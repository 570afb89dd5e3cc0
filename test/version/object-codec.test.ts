/** Objects as bytes: golden vectors, round trips, and whatever else may come in their place. */
import fc from 'fast-check'
import t from 'tap'
import { Clock, counterMax } from '../../src/version/clock.js'
import { digestOf, digestOfEncoded } from '../../src/version/digest.js'
import { siblingOf, type VersionedObject, withoutIssuer, writtenAtMaxMs } from '../../src/version/object.js'
import { decodeObject, encodeObject, peerBytes } from '../../src/version/object-codec.js'
import { anyObject } from './arbitraries.js'
import { decoded } from './cluster-model.js'

const actorA = 'A'.repeat(16)
const actorB = `${'A'.repeat(15)}\xff`

function hex(...parts: string[]): Buffer {
  return Buffer.from(parts.join('').replaceAll(' ', ''), 'hex')
}

const plain: VersionedObject = {
  clock: new Clock([{ actor: actorA, counter: 300, dots: [] }]),
  siblings: [
    siblingOf(
      {
        writeId: '\x00\x01\x02\x03\x04\x05\x06\xff',
        tombstone: false,
        ttlMs: 0,
        value: Buffer.from('hello'),
      },
      [{ actor: actorA, counter: 300, writtenAtMs: 0x0198_0000_0001 }],
    ),
  ],
  issuer: actorA,
}
const plainHex = [
  '01', // format
  '29', // the description has 41 bytes
  '00', // no entry has dots
  '01', // one entry
  '41414141414141414141414141414141 ac02', // its actor, counter 300
  '01', // one sibling
  '00010203040506ff', // its write id
  '00', // no tombstone
  '05', // five bytes of value
  '01', // one dot
  '00 ac02 019800000001', // of the first actor, the 300th, written at
  '68656c6c6f', // "hello"
]
/** The issuer comes before, in a copy that has one. */
const plainLocalHex = ['02', '00', ...plainHex]

const rich: VersionedObject = {
  clock: new Clock([
    { actor: actorA, counter: 2, dots: [4, 10] },
    { actor: actorB, counter: 0, dots: [counterMax] },
  ]),
  siblings: [
    siblingOf({ writeId: '\x00'.repeat(8), tombstone: true, ttlMs: 0, value: new Uint8Array(0) }, [
      { actor: actorA, counter: 2, writtenAtMs: 0 },
      { actor: actorB, counter: counterMax, writtenAtMs: writtenAtMaxMs },
    ]),
    siblingOf({ writeId: '\x01'.repeat(8), tombstone: false, ttlMs: 0, value: Buffer.from([0xfe]) }, [
      { actor: actorA, counter: 10, writtenAtMs: 1 },
    ]),
  ],
  issuer: actorB,
}
const richHex = [
  '01 64', // format, 100 bytes of description
  '01 02', // some entry has dots; two entries
  '41414141414141414141414141414141 02', // counter 2
  '02 02 06', // two dots: 2 after the counter, 6 after that one
  '414141414141414141414141414141ff 00', // counter 0
  '01 ffffffffffff3f', // one dot, 2^48 - 1
  '02', // two siblings
  '0000000000000000 01 00 02', // a tombstone: no bytes, two dots
  '00 02 000000000000', // of the first actor, the second
  '01 ffffffffffff3f ffffffffffff', // of the second actor, the last that can be
  '0101010101010101 00 01 01', // a value of one byte, one dot
  '00 0a 000000000001',
  'fe',
]
/** One that expires, taken twice. */
const brief: VersionedObject = {
  clock: new Clock([{ actor: actorA, counter: 2, dots: [] }]),
  siblings: [
    siblingOf({ writeId: '\x07'.repeat(8), tombstone: false, ttlMs: 60_000, value: Buffer.from('brief') }, [
      { actor: actorA, counter: 1, writtenAtMs: 1000 },
      { actor: actorA, counter: 2, writtenAtMs: 4000 },
    ]),
  ],
  issuer: actorA,
}
const briefHex = [
  '01 32', // format, 50 bytes of description
  '00 01', // no entry has dots; one entry
  '41414141414141414141414141414141 02', // counter 2
  '01', // one sibling
  '0707070707070707 02 e0d403 05 02', // with a time to live of 60,000 ms; five bytes; two dots
  '00 01 0000000003e8',
  '00 02 000000000fa0',
  '6272696566', // "brief"
]
const briefLocalHex = ['02', '00', ...briefHex]
const richLocalHex = ['02', '01', ...richHex]

t.test('golden vectors', async (t) => {
  for (const [object, peer, local] of [
    [plain, plainHex, plainLocalHex],
    [rich, richHex, richLocalHex],
    [brief, briefHex, briefLocalHex],
  ] as const) {
    t.strictSame(encodeObject(object, 'peer').toString('hex'), hex(...peer).toString('hex'))
    t.strictSame(encodeObject(object, 'local').toString('hex'), hex(...local).toString('hex'))
    t.strictSame(decodeObject(hex(...local), 'local'), { kind: 'object', object })
    t.strictSame(decodeObject(hex(...peer), 'peer'), { kind: 'object', object: withoutIssuer(object) })
    t.strictSame(decodeObject(hex(...peer), 'local'), { kind: 'object', object: withoutIssuer(object) })
    t.strictSame(Buffer.from(peerBytes(hex(...local))).toString('hex'), hex(...peer).toString('hex'))
  }
})

t.test('an issuer is not taken from a peer', async (t) => {
  t.match(decodeObject(hex(...plainLocalHex), 'peer'), { kind: 'invalid', reason: /issuer/ })
})

t.test('values are views of the bytes, not copies', async (t) => {
  const bytes = encodeObject(plain, 'local')
  const { value } = decoded(bytes, 'local').siblings[0]
  t.equal(value.buffer, bytes.buffer)
  bytes[bytes.length - 1] = 0x21
  t.equal(Buffer.from(value).toString(), 'hell!')
})

t.test('any object survives the way there and back, in either form', async () => {
  fc.assert(
    fc.property(anyObject, (object) => {
      const local = encodeObject(object, 'local')
      const peer = encodeObject(object, 'peer')
      const back = decoded(local, 'local')
      if (back.issuer !== object.issuer) throw new Error('another issuer')
      if (!encodeObject(back, 'local').equals(local)) throw new Error('another object')
      if (!encodeObject(decoded(peer, 'peer'), 'peer').equals(peer)) throw new Error('another peer object')
      if (!Buffer.from(peerBytes(local)).equals(peer)) throw new Error('peerBytes differs')
      if (!Buffer.from(peerBytes(peer)).equals(peer)) throw new Error('peerBytes of peer bytes differs')
    }),
    { numRuns: 2000 },
  )
})

t.test('digests go with the versions: not with the issuer, and the same from the bytes', async (t) => {
  fc.assert(
    fc.property(anyObject, anyObject, (a, b) => {
      const digest = digestOf(a)
      for (const form of ['local', 'peer'] as const) {
        const fromBytes = digestOfEncoded(encodeObject(a, form))
        if (fromBytes.high !== digest.high || fromBytes.low !== digest.low)
          throw new Error('differs from bytes')
      }
      const other = digestOf(b)
      const sameDigest = other.high === digest.high && other.low === digest.low
      // Arbitrary objects may give one event two values of one length; the digest is not of values.
      const description = (object: VersionedObject) => {
        const siblings = object.siblings.map((one) => ({ ...one, value: one.value.length }))
        return JSON.stringify([object.clock.entries, siblings])
      }
      if (sameDigest !== (description(a) === description(b))) throw new Error('digest and object disagree')
    }),
    { numRuns: 3000 },
  )
  // Pinned: peers of another release compare them.
  t.strictSame(digestOf(plain), { high: 634530366, low: 2840297677 })
  t.strictSame(digestOf(rich), { high: 2648248547, low: 1950674058 })
  t.equal(brief.siblings[0].expiresAtMs, 64_000, 'counted from when it was last taken')
  t.throws(() => digestOfEncoded(Buffer.from('not an object')), { name: 'InvariantError' })
})

/** Either refused, or exactly what the encoder makes of it: no second way to say a thing, no crash. */
function refusedOrCanonical(bytes: Buffer): void {
  for (const form of ['local', 'peer'] as const) {
    const result = decodeObject(bytes, form)
    if (result.kind === 'object' && !encodeObject(result.object, form).equals(bytes)) {
      throw new Error(`read from bytes that nobody wrote: ${bytes.toString('hex')}`)
    }
  }
}

t.test('every truncation and every longer form is refused', async (t) => {
  for (const whole of [hex(...plainLocalHex), hex(...richLocalHex), hex(...richHex), hex(...briefLocalHex)]) {
    for (let length = 0; length < whole.length; length++) {
      if (decodeObject(whole.subarray(0, length), 'local').kind !== 'invalid') t.fail(`cut to ${length}`)
    }
    t.match(decodeObject(Buffer.concat([whole, Buffer.from([0])]), 'local'), { kind: 'invalid' })
  }
})

t.test('every flipped bit gives a refusal or another well-formed object', async () => {
  for (const whole of [hex(...plainLocalHex), hex(...richLocalHex), hex(...richHex), hex(...briefLocalHex)]) {
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const bytes = Buffer.from(whole)
      bytes[bit >> 3] ^= 1 << (bit & 7)
      refusedOrCanonical(bytes)
    }
  }
})

t.test('random bytes, random changes, random splices', async () => {
  const golden = [
    hex(...plainLocalHex),
    hex(...richLocalHex),
    hex(...plainHex),
    hex(...richHex),
    hex(...briefHex),
  ]
  const change = fc.record({ at: fc.nat({ max: 150 }), byte: fc.constantFrom(0, 1, 2, 3, 0x7f, 0x80, 0xff) })
  fc.assert(
    fc.property(fc.constantFrom(...golden), fc.array(change, { maxLength: 4 }), (whole, changes) => {
      const bytes = Buffer.from(whole)
      for (const { at, byte } of changes) bytes[at % bytes.length] = byte
      refusedOrCanonical(bytes)
    }),
    { numRuns: 20_000 },
  )
  fc.assert(
    fc.property(
      fc.constantFrom('', '01', '0128', '012801', '0200', '020001'),
      fc.uint8Array(),
      (head, rest) => {
        refusedOrCanonical(Buffer.concat([Buffer.from(head, 'hex'), rest]))
      },
    ),
    { numRuns: 20_000 },
  )
})

t.test('what is refused, and why', async (t) => {
  const entry = `${'41'.repeat(16)} 05`
  const entry2 = `${'42'.repeat(16)} 05`
  const id = '0000000000000001'
  const at = '000000000000'
  /** A peer object with this description and these values. */
  const framed = (description: string, values = '') => {
    const bytes = hex(description)
    return Buffer.concat([Buffer.from([1, bytes.length]), bytes, hex(values)])
  }
  const good = framed(`00 01 ${entry} 01 ${id} 00 01 01 00 05 ${at}`, '61')
  t.match(decodeObject(good, 'peer'), { kind: 'object' }, 'what the cases below depart from')

  const cases: [string, Buffer, RegExp][] = [
    ['nothing', Buffer.alloc(0), /format missing/],
    ['another format', hex('03'), /format 3/],
    ['another format behind an issuer', hex('0200 03'), /format 3/],
    ['an issuer beyond the clock', Buffer.concat([hex('0201'), good]), /issuer/],
    ['a cut issuer', hex('0280'), /cut/],
    ['a description longer than the bytes', hex('01 ffffffffffff7f 00'), /cut/],
    ['a number of too many bytes', hex('01 8080808080808001'), /cut/],
    ['a number with a needless byte', hex('01 8000 000000'), /cut/],
    ['unknown clock flags', framed('02 00 00'), /clock/],
    ['more entries than bytes', framed('00 ffffffffffff7f'), /clock/],
    ['actors out of order', framed(`00 02 ${entry2} ${entry} 00`), /clock/],
    ['an actor twice', framed(`00 02 ${entry} ${entry} 00`), /clock/],
    ['an entry of nothing', framed(`00 01 ${'41'.repeat(16)} 00 00`), /clock/],
    ['a counter over the limit', framed(`00 01 ${'41'.repeat(16)} ffffffffffff7f 00`), /clock/],
    ['more dots than bytes', framed(`01 01 ${entry} ffffffffffff7f 00`), /clock/],
    ['dots promised and not there', framed(`01 01 ${entry} 00 00`), /clock/],
    ['a dot that touches the counter', framed(`01 01 ${entry} 01 01 00`), /clock/],
    ['a dot twice', framed(`01 01 ${entry} 02 02 00 00`), /clock/],
    ['a dot over the limit', framed(`01 01 ${entry} 01 ffffffffffff3f 00`), /clock/],
    ['more siblings than bytes', framed(`00 01 ${entry} ffffffffffff7f`), /siblings are cut/],
    ['unknown flags', framed(`00 01 ${entry} 01 ${id} 03 01 01 00 05 ${at}`, '61'), /unknown flags/],
    [
      'a time to live of nothing',
      framed(`00 01 ${entry} 01 ${id} 02 00 01 01 00 05 ${at}`, '61'),
      /time to live/,
    ],
    [
      'a time to live over ten years',
      framed(`00 01 ${entry} 01 ${id} 02 81f0aee79609 01 01 00 05 ${at}`, '61'),
      /time to live/,
    ],
    ['a tombstone that expires', framed(`00 01 ${entry} 01 ${id} 03 05 00 01 00 05 ${at}`), /unknown flags/],
    ['a tombstone with a value', framed(`00 01 ${entry} 01 ${id} 01 01 01 00 05 ${at}`, '61'), /tombstone/],
    ['a sibling without dots', framed(`00 01 ${entry} 01 ${id} 00 01 00 0000 ${at}`, '61'), /malformed/],
    ['more dots than bytes', framed(`00 01 ${entry} 01 ${id} 00 01 7f 0005 ${at}`, '61'), /malformed/],
    ['a dot of no actor', framed(`00 01 ${entry} 01 ${id} 00 01 01 01 05 ${at}`, '61'), /malformed/],
    ['a dot of counter 0', framed(`00 01 ${entry} 01 ${id} 00 01 01 00 00 ${at}`, '61'), /malformed/],
    ['a dot beyond the clock', framed(`00 01 ${entry} 01 ${id} 00 01 01 00 06 ${at}`, '61'), /malformed/],
    ['dots out of order', framed(`00 01 ${entry} 01 ${id} 00 01 02 0005${at} 0004${at}`, '61'), /malformed/],
    ['a dot twice', framed(`00 01 ${entry} 01 ${id} 00 01 02 0005${at} 0005${at}`, '61'), /malformed/],
    [
      'a value longer than the bytes',
      framed(`00 01 ${entry} 01 ${id} 00 02 01 0005${at}`, '61'),
      /values are cut/,
    ],
    [
      'bytes behind the values',
      framed(`00 01 ${entry} 01 ${id} 00 01 01 0005${at}`, '6162'),
      /another length/,
    ],
    ['bytes behind the siblings', framed(`00 01 ${entry} 00 00`), /another length/],
    [
      'siblings out of order',
      framed(`00 01 ${entry} 02 ${id} 00 01 01 0005${at} ${id} 00 01 01 0004${at}`, '6261'),
      /out of order/,
    ],
    [
      'one write as two siblings',
      framed(`00 01 ${entry} 02 ${id} 00 01 01 0005${at} ${id} 00 01 01 0004${at}`, '6161'),
      /out of order/,
    ],
    [
      'two siblings of one event',
      framed(`00 01 ${entry} 02 ${id} 00 01 01 0005${at} ${id} 00 01 01 0005${at}`, '6162'),
      /share an event/,
    ],
  ]
  for (const [name, bytes, reason] of cases) {
    t.match(decodeObject(bytes, 'local'), { kind: 'invalid', reason }, name)
  }
})

t.test('an object of many siblings and actors is read in good time', async (t) => {
  const entries = Array.from({ length: 5000 }, (_, index) => {
    return { actor: String(index).padStart(16, '0'), counter: 1, dots: [3] }
  })
  const siblings = entries.map(({ actor }, index) => {
    const content = {
      writeId: '\x07'.repeat(8),
      tombstone: false,
      ttlMs: 0,
      value: Buffer.from(String(index).padStart(5)),
    }
    return siblingOf(content, [{ actor, counter: 3, writtenAtMs: 0 }])
  })
  const object: VersionedObject = { clock: new Clock(entries), siblings, issuer: undefined }
  t.equal(decoded(encodeObject(object, 'peer'), 'peer').siblings.length, 5000)
})
