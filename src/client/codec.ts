/**
 * Values as an application sees them, and as bytes. What a codec throws reaches the caller as BAD_ARGUMENT.
 */
export interface Codec<Out, In = Out> {
  encode(value: In): Uint8Array
  decode(bytes: Buffer): Out
}

/** Bytes as they are; text is written as UTF-8 and read as bytes. */
export const bytesCodec: Codec<Buffer, string | Uint8Array> = {
  encode: (value) => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value),
  decode: (bytes) => bytes,
}

/** Anything JSON can hold, as UTF-8 text. `T` is the caller's word for what it stores; it is not checked. */
export function jsonCodec<T>(): Codec<T> {
  return {
    encode: (value) => {
      const text = JSON.stringify(value)
      if (text === undefined) throw new TypeError(`JSON cannot hold ${typeof value}`)
      return Buffer.from(text, 'utf8')
    },
    decode: (bytes) => JSON.parse(bytes.toString('utf8')) as T,
  }
}
