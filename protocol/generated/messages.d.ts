import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace gramme. */
export namespace gramme {

    /**
     * Properties of a Hello.
     * @deprecated Use gramme.Hello.$Properties instead.
     */
    interface IHello extends gramme.Hello.$Properties {
    }

    /** Represents a Hello. */
    class Hello {

        /**
         * Constructs a new Hello.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Hello.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Hello versionMin. */
        versionMin: number;

        /** Hello versionMax. */
        versionMax: number;

        /** Hello features. */
        features: number;

        /** Hello cluster. */
        cluster: string;

        /** Hello agent. */
        agent: string;

        /** Hello nodeId. */
        nodeId: string;

        /** Hello credentials. */
        credentials: Uint8Array;

        /**
         * Encodes the specified Hello message. Does not implicitly {@link gramme.Hello.verify|verify} messages.
         * @param message Hello message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Hello message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Hello & gramme.Hello.$Shape} Hello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Hello & gramme.Hello.$Shape;
    }

    namespace Hello {

        /** Properties of a Hello. */
        interface $Properties {

            /** Hello versionMin */
            versionMin?: (number|null);

            /** Hello versionMax */
            versionMax?: (number|null);

            /** Hello features */
            features?: (number|null);

            /** Hello cluster */
            cluster?: (string|null);

            /** Hello agent */
            agent?: (string|null);

            /** Hello nodeId */
            nodeId?: (string|null);

            /** Hello credentials */
            credentials?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Hello. */
        type $Shape = gramme.Hello.$Properties;
    }

    /**
     * Properties of a Welcome.
     * @deprecated Use gramme.Welcome.$Properties instead.
     */
    interface IWelcome extends gramme.Welcome.$Properties {
    }

    /** Represents a Welcome. */
    class Welcome {

        /**
         * Constructs a new Welcome.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Welcome.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Welcome version. */
        version: number;

        /** Welcome features. */
        features: number;

        /** Welcome cluster. */
        cluster: string;

        /** Welcome nodeId. */
        nodeId: string;

        /** Welcome agent. */
        agent: string;

        /** Welcome valueBytesMax. */
        valueBytesMax: number;

        /** Welcome inFlightMax. */
        inFlightMax: number;

        /**
         * Encodes the specified Welcome message. Does not implicitly {@link gramme.Welcome.verify|verify} messages.
         * @param message Welcome message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Welcome message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Welcome & gramme.Welcome.$Shape} Welcome
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Welcome & gramme.Welcome.$Shape;
    }

    namespace Welcome {

        /** Properties of a Welcome. */
        interface $Properties {

            /** Welcome version */
            version?: (number|null);

            /** Welcome features */
            features?: (number|null);

            /** Welcome cluster */
            cluster?: (string|null);

            /** Welcome nodeId */
            nodeId?: (string|null);

            /** Welcome agent */
            agent?: (string|null);

            /** Welcome valueBytesMax */
            valueBytesMax?: (number|null);

            /** Welcome inFlightMax */
            inFlightMax?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Welcome. */
        type $Shape = gramme.Welcome.$Properties;
    }

    /**
     * Properties of a Failure.
     * @deprecated Use gramme.Failure.$Properties instead.
     */
    interface IFailure extends gramme.Failure.$Properties {
    }

    /** Represents a Failure. */
    class Failure {

        /**
         * Constructs a new Failure.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Failure.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Failure code. */
        code: number;

        /** Failure message. */
        message: string;

        /** Failure needed. */
        needed: number;

        /** Failure got. */
        got: number;

        /** Failure retryAfterMs. */
        retryAfterMs: number;

        /**
         * Encodes the specified Failure message. Does not implicitly {@link gramme.Failure.verify|verify} messages.
         * @param message Failure message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Failure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Failure message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Failure & gramme.Failure.$Shape} Failure
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Failure & gramme.Failure.$Shape;
    }

    namespace Failure {

        /** Properties of a Failure. */
        interface $Properties {

            /** Failure code */
            code?: (number|null);

            /** Failure message */
            message?: (string|null);

            /** Failure needed */
            needed?: (number|null);

            /** Failure got */
            got?: (number|null);

            /** Failure retryAfterMs */
            retryAfterMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Failure. */
        type $Shape = gramme.Failure.$Properties;
    }

    /**
     * Properties of a Get.
     * @deprecated Use gramme.Get.$Properties instead.
     */
    interface IGet extends gramme.Get.$Properties {
    }

    /** Represents a Get. */
    class Get {

        /**
         * Constructs a new Get.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Get.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Get key. */
        key: Uint8Array;

        /** Get r. */
        r: number;

        /** Get ringDigest. */
        ringDigest: number;

        /** Get strict. */
        strict: boolean;

        /**
         * Encodes the specified Get message. Does not implicitly {@link gramme.Get.verify|verify} messages.
         * @param message Get message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Get.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Get message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Get & gramme.Get.$Shape} Get
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Get & gramme.Get.$Shape;
    }

    namespace Get {

        /** Properties of a Get. */
        interface $Properties {

            /** Get key */
            key?: (Uint8Array|null);

            /** Get r */
            r?: (number|null);

            /** Get ringDigest */
            ringDigest?: (number|null);

            /** Get strict */
            strict?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Get. */
        type $Shape = gramme.Get.$Properties;
    }

    /**
     * Properties of a GetReply.
     * @deprecated Use gramme.GetReply.$Properties instead.
     */
    interface IGetReply extends gramme.GetReply.$Properties {
    }

    /** Represents a GetReply. */
    class GetReply {

        /**
         * Constructs a new GetReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.GetReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GetReply context. */
        context: Uint8Array;

        /** GetReply siblings. */
        siblings: gramme.Sibling.$Properties[];

        /** GetReply replies. */
        replies: number;

        /** GetReply sloppy. */
        sloppy: boolean;

        /** GetReply fastest. */
        fastest: string;

        /**
         * Encodes the specified GetReply message. Does not implicitly {@link gramme.GetReply.verify|verify} messages.
         * @param message GetReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.GetReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GetReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.GetReply & gramme.GetReply.$Shape} GetReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.GetReply & gramme.GetReply.$Shape;
    }

    namespace GetReply {

        /** Properties of a GetReply. */
        interface $Properties {

            /** GetReply context */
            context?: (Uint8Array|null);

            /** GetReply siblings */
            siblings?: (gramme.Sibling.$Properties[]|null);

            /** GetReply replies */
            replies?: (number|null);

            /** GetReply sloppy */
            sloppy?: (boolean|null);

            /** GetReply fastest */
            fastest?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GetReply. */
        type $Shape = gramme.GetReply.$Properties;
    }

    /**
     * Properties of a Sibling.
     * @deprecated Use gramme.Sibling.$Properties instead.
     */
    interface ISibling extends gramme.Sibling.$Properties {
    }

    /** Represents a Sibling. */
    class Sibling {

        /**
         * Constructs a new Sibling.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Sibling.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Sibling length. */
        length: number;

        /** Sibling writtenAtMs. */
        writtenAtMs: number;

        /** Sibling expiresAtMs. */
        expiresAtMs: number;

        /**
         * Encodes the specified Sibling message. Does not implicitly {@link gramme.Sibling.verify|verify} messages.
         * @param message Sibling message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Sibling.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Sibling message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Sibling & gramme.Sibling.$Shape} Sibling
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Sibling & gramme.Sibling.$Shape;
    }

    namespace Sibling {

        /** Properties of a Sibling. */
        interface $Properties {

            /** Sibling length */
            length?: (number|null);

            /** Sibling writtenAtMs */
            writtenAtMs?: (number|null);

            /** Sibling expiresAtMs */
            expiresAtMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Sibling. */
        type $Shape = gramme.Sibling.$Properties;
    }

    /**
     * Properties of a Put.
     * @deprecated Use gramme.Put.$Properties instead.
     */
    interface IPut extends gramme.Put.$Properties {
    }

    /** Represents a Put. */
    class Put {

        /**
         * Constructs a new Put.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Put.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Put key. */
        key: Uint8Array;

        /** Put context. */
        context: Uint8Array;

        /** Put writeId. */
        writeId: Uint8Array;

        /** Put w. */
        w: number;

        /** Put durability. */
        durability: gramme.Durability;

        /** Put ringDigest. */
        ringDigest: number;

        /** Put ifCurrent. */
        ifCurrent: boolean;

        /** Put strict. */
        strict: boolean;

        /** Put ttlMs. */
        ttlMs: number;

        /** Put coordinator. */
        coordinator: string;

        /**
         * Encodes the specified Put message. Does not implicitly {@link gramme.Put.verify|verify} messages.
         * @param message Put message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Put.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Put message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Put & gramme.Put.$Shape} Put
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Put & gramme.Put.$Shape;
    }

    namespace Put {

        /** Properties of a Put. */
        interface $Properties {

            /** Put key */
            key?: (Uint8Array|null);

            /** Put context */
            context?: (Uint8Array|null);

            /** Put writeId */
            writeId?: (Uint8Array|null);

            /** Put w */
            w?: (number|null);

            /** Put durability */
            durability?: (gramme.Durability|null);

            /** Put ringDigest */
            ringDigest?: (number|null);

            /** Put ifCurrent */
            ifCurrent?: (boolean|null);

            /** Put strict */
            strict?: (boolean|null);

            /** Put ttlMs */
            ttlMs?: (number|null);

            /** Put coordinator */
            coordinator?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Put. */
        type $Shape = gramme.Put.$Properties;
    }

    /** Durability enum. */
    enum Durability {

        /** DURABILITY_DEFAULT value */
        DURABILITY_DEFAULT = 0,

        /** DURABILITY_ALWAYS value */
        DURABILITY_ALWAYS = 1,

        /** DURABILITY_INTERVAL value */
        DURABILITY_INTERVAL = 2,

        /** DURABILITY_OS value */
        DURABILITY_OS = 3,

        /** DURABILITY_ONE value */
        DURABILITY_ONE = 4
    }

    /**
     * Properties of a PutReply.
     * @deprecated Use gramme.PutReply.$Properties instead.
     */
    interface IPutReply extends gramme.PutReply.$Properties {
    }

    /** Represents a PutReply. */
    class PutReply {

        /**
         * Constructs a new PutReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.PutReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PutReply context. */
        context: Uint8Array;

        /** PutReply replies. */
        replies: number;

        /** PutReply sloppy. */
        sloppy: boolean;

        /**
         * Encodes the specified PutReply message. Does not implicitly {@link gramme.PutReply.verify|verify} messages.
         * @param message PutReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.PutReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PutReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.PutReply & gramme.PutReply.$Shape} PutReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.PutReply & gramme.PutReply.$Shape;
    }

    namespace PutReply {

        /** Properties of a PutReply. */
        interface $Properties {

            /** PutReply context */
            context?: (Uint8Array|null);

            /** PutReply replies */
            replies?: (number|null);

            /** PutReply sloppy */
            sloppy?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PutReply. */
        type $Shape = gramme.PutReply.$Properties;
    }

    /**
     * Properties of a RingRequest.
     * @deprecated Use gramme.RingRequest.$Properties instead.
     */
    interface IRingRequest extends gramme.RingRequest.$Properties {
    }

    /** Represents a RingRequest. */
    class RingRequest {

        /**
         * Constructs a new RingRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.RingRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Encodes the specified RingRequest message. Does not implicitly {@link gramme.RingRequest.verify|verify} messages.
         * @param message RingRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.RingRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RingRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.RingRequest & gramme.RingRequest.$Shape} RingRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.RingRequest & gramme.RingRequest.$Shape;
    }

    namespace RingRequest {

        /** Properties of a RingRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RingRequest. */
        type $Shape = gramme.RingRequest.$Properties;
    }

    /**
     * Properties of a RingReply.
     * @deprecated Use gramme.RingReply.$Properties instead.
     */
    interface IRingReply extends gramme.RingReply.$Properties {
    }

    /** Represents a RingReply. */
    class RingReply {

        /**
         * Constructs a new RingReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.RingReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RingReply cluster. */
        cluster: string;

        /** RingReply partitionCount. */
        partitionCount: number;

        /** RingReply replicaCount. */
        replicaCount: number;

        /** RingReply readQuorum. */
        readQuorum: number;

        /** RingReply writeQuorum. */
        writeQuorum: number;

        /** RingReply ringDigest. */
        ringDigest: number;

        /** RingReply members. */
        members: gramme.Member.$Properties[];

        /**
         * Encodes the specified RingReply message. Does not implicitly {@link gramme.RingReply.verify|verify} messages.
         * @param message RingReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.RingReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RingReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.RingReply & gramme.RingReply.$Shape} RingReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.RingReply & gramme.RingReply.$Shape;
    }

    namespace RingReply {

        /** Properties of a RingReply. */
        interface $Properties {

            /** RingReply cluster */
            cluster?: (string|null);

            /** RingReply partitionCount */
            partitionCount?: (number|null);

            /** RingReply replicaCount */
            replicaCount?: (number|null);

            /** RingReply readQuorum */
            readQuorum?: (number|null);

            /** RingReply writeQuorum */
            writeQuorum?: (number|null);

            /** RingReply ringDigest */
            ringDigest?: (number|null);

            /** RingReply members */
            members?: (gramme.Member.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RingReply. */
        type $Shape = gramme.RingReply.$Properties;
    }

    /**
     * Properties of a Member.
     * @deprecated Use gramme.Member.$Properties instead.
     */
    interface IMember extends gramme.Member.$Properties {
    }

    /** Represents a Member. */
    class Member {

        /**
         * Constructs a new Member.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Member.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Member id. */
        id: string;

        /** Member incarnation. */
        incarnation: number;

        /** Member version. */
        version: number;

        /** Member address. */
        address: string;

        /** Member weight. */
        weight: number;

        /** Member zone. */
        zone: string;

        /** Member status. */
        status: gramme.MemberStatus;

        /** Member removes. */
        removes: string[];

        /**
         * Encodes the specified Member message. Does not implicitly {@link gramme.Member.verify|verify} messages.
         * @param message Member message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Member.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Member message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Member & gramme.Member.$Shape} Member
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Member & gramme.Member.$Shape;
    }

    namespace Member {

        /** Properties of a Member. */
        interface $Properties {

            /** Member id */
            id?: (string|null);

            /** Member incarnation */
            incarnation?: (number|null);

            /** Member version */
            version?: (number|null);

            /** Member address */
            address?: (string|null);

            /** Member weight */
            weight?: (number|null);

            /** Member zone */
            zone?: (string|null);

            /** Member status */
            status?: (gramme.MemberStatus|null);

            /** Member removes */
            removes?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Member. */
        type $Shape = gramme.Member.$Properties;
    }

    /** MemberStatus enum. */
    enum MemberStatus {

        /** MEMBER_UP value */
        MEMBER_UP = 0,

        /** MEMBER_LEFT value */
        MEMBER_LEFT = 1,

        /** MEMBER_LEAVING value */
        MEMBER_LEAVING = 2,

        /** MEMBER_WAITING value */
        MEMBER_WAITING = 3
    }

    /**
     * Properties of a StatusRequest.
     * @deprecated Use gramme.StatusRequest.$Properties instead.
     */
    interface IStatusRequest extends gramme.StatusRequest.$Properties {
    }

    /** Represents a StatusRequest. */
    class StatusRequest {

        /**
         * Constructs a new StatusRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.StatusRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Encodes the specified StatusRequest message. Does not implicitly {@link gramme.StatusRequest.verify|verify} messages.
         * @param message StatusRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.StatusRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StatusRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.StatusRequest & gramme.StatusRequest.$Shape} StatusRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.StatusRequest & gramme.StatusRequest.$Shape;
    }

    namespace StatusRequest {

        /** Properties of a StatusRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StatusRequest. */
        type $Shape = gramme.StatusRequest.$Properties;
    }

    /**
     * Properties of a StatusReply.
     * @deprecated Use gramme.StatusReply.$Properties instead.
     */
    interface IStatusReply extends gramme.StatusReply.$Properties {
    }

    /** Represents a StatusReply. */
    class StatusReply {

        /**
         * Constructs a new StatusReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.StatusReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StatusReply self. */
        self?: (gramme.Member.$Properties|null);

        /** StatusReply uptimeMs. */
        uptimeMs: number;

        /** StatusReply version. */
        version: string;

        /** StatusReply store. */
        store?: (gramme.StoreStatus.$Properties|null);

        /** StatusReply peers. */
        peers: gramme.PeerStatus.$Properties[];

        /** StatusReply ringDigest. */
        ringDigest: number;

        /** StatusReply virtualNodes. */
        virtualNodes: number;

        /** StatusReply counters. */
        counters: gramme.Counter.$Properties[];

        /** StatusReply durability. */
        durability: string;

        /** StatusReply memoryBytes. */
        memoryBytes: number;

        /** StatusReply clients. */
        clients: number;

        /** StatusReply repairs. */
        repairs: gramme.RepairStatus.$Properties[];

        /** StatusReply hints. */
        hints?: (gramme.HintsStatus.$Properties|null);

        /** StatusReply reaping. */
        reaping?: (gramme.ReapStatus.$Properties|null);

        /** StatusReply surrender. */
        surrender?: (gramme.SurrenderStatus.$Properties|null);

        /** StatusReply admission. */
        admission?: (gramme.AdmissionStatus.$Properties|null);

        /** StatusReply filling. */
        filling?: (gramme.FillStatus.$Properties|null);

        /** StatusReply scrub. */
        scrub?: (gramme.ScrubStatus.$Properties|null);

        /**
         * Encodes the specified StatusReply message. Does not implicitly {@link gramme.StatusReply.verify|verify} messages.
         * @param message StatusReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.StatusReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StatusReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.StatusReply & gramme.StatusReply.$Shape} StatusReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.StatusReply & gramme.StatusReply.$Shape;
    }

    namespace StatusReply {

        /** Properties of a StatusReply. */
        interface $Properties {

            /** StatusReply self */
            self?: (gramme.Member.$Properties|null);

            /** StatusReply uptimeMs */
            uptimeMs?: (number|null);

            /** StatusReply version */
            version?: (string|null);

            /** StatusReply store */
            store?: (gramme.StoreStatus.$Properties|null);

            /** StatusReply peers */
            peers?: (gramme.PeerStatus.$Properties[]|null);

            /** StatusReply ringDigest */
            ringDigest?: (number|null);

            /** StatusReply virtualNodes */
            virtualNodes?: (number|null);

            /** StatusReply counters */
            counters?: (gramme.Counter.$Properties[]|null);

            /** StatusReply durability */
            durability?: (string|null);

            /** StatusReply memoryBytes */
            memoryBytes?: (number|null);

            /** StatusReply clients */
            clients?: (number|null);

            /** StatusReply repairs */
            repairs?: (gramme.RepairStatus.$Properties[]|null);

            /** StatusReply hints */
            hints?: (gramme.HintsStatus.$Properties|null);

            /** StatusReply reaping */
            reaping?: (gramme.ReapStatus.$Properties|null);

            /** StatusReply surrender */
            surrender?: (gramme.SurrenderStatus.$Properties|null);

            /** StatusReply admission */
            admission?: (gramme.AdmissionStatus.$Properties|null);

            /** StatusReply filling */
            filling?: (gramme.FillStatus.$Properties|null);

            /** StatusReply scrub */
            scrub?: (gramme.ScrubStatus.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StatusReply. */
        type $Shape = gramme.StatusReply.$Properties;
    }

    /**
     * Properties of a ScrubStatus.
     * @deprecated Use gramme.ScrubStatus.$Properties instead.
     */
    interface IScrubStatus extends gramme.ScrubStatus.$Properties {
    }

    /** Represents a ScrubStatus. */
    class ScrubStatus {

        /**
         * Constructs a new ScrubStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.ScrubStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ScrubStatus finishedMsAgo. */
        finishedMsAgo: number;

        /** ScrubStatus tookMs. */
        tookMs: number;

        /** ScrubStatus passes. */
        passes: number;

        /** ScrubStatus bytes. */
        bytes: number;

        /** ScrubStatus damaged. */
        damaged: number;

        /** ScrubStatus mended. */
        mended: number;

        /** ScrubStatus unreadable. */
        unreadable: number;

        /** ScrubStatus treesMended. */
        treesMended: number;

        /**
         * Encodes the specified ScrubStatus message. Does not implicitly {@link gramme.ScrubStatus.verify|verify} messages.
         * @param message ScrubStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.ScrubStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ScrubStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.ScrubStatus & gramme.ScrubStatus.$Shape} ScrubStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.ScrubStatus & gramme.ScrubStatus.$Shape;
    }

    namespace ScrubStatus {

        /** Properties of a ScrubStatus. */
        interface $Properties {

            /** ScrubStatus finishedMsAgo */
            finishedMsAgo?: (number|null);

            /** ScrubStatus tookMs */
            tookMs?: (number|null);

            /** ScrubStatus passes */
            passes?: (number|null);

            /** ScrubStatus bytes */
            bytes?: (number|null);

            /** ScrubStatus damaged */
            damaged?: (number|null);

            /** ScrubStatus mended */
            mended?: (number|null);

            /** ScrubStatus unreadable */
            unreadable?: (number|null);

            /** ScrubStatus treesMended */
            treesMended?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ScrubStatus. */
        type $Shape = gramme.ScrubStatus.$Properties;
    }

    /**
     * Properties of a FillStatus.
     * @deprecated Use gramme.FillStatus.$Properties instead.
     */
    interface IFillStatus extends gramme.FillStatus.$Properties {
    }

    /** Represents a FillStatus. */
    class FillStatus {

        /**
         * Constructs a new FillStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.FillStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FillStatus served. */
        served: number;

        /** FillStatus wanting. */
        wanting: number;

        /** FillStatus wanted. */
        wanted: number;

        /** FillStatus objects. */
        objects: number;

        /** FillStatus bytes. */
        bytes: number;

        /** FillStatus runningMs. */
        runningMs: number;

        /** FillStatus sources. */
        sources: gramme.FillSource.$Properties[];

        /** FillStatus taken. */
        taken: number;

        /**
         * Encodes the specified FillStatus message. Does not implicitly {@link gramme.FillStatus.verify|verify} messages.
         * @param message FillStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.FillStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FillStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.FillStatus & gramme.FillStatus.$Shape} FillStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.FillStatus & gramme.FillStatus.$Shape;
    }

    namespace FillStatus {

        /** Properties of a FillStatus. */
        interface $Properties {

            /** FillStatus served */
            served?: (number|null);

            /** FillStatus wanting */
            wanting?: (number|null);

            /** FillStatus wanted */
            wanted?: (number|null);

            /** FillStatus objects */
            objects?: (number|null);

            /** FillStatus bytes */
            bytes?: (number|null);

            /** FillStatus runningMs */
            runningMs?: (number|null);

            /** FillStatus sources */
            sources?: (gramme.FillSource.$Properties[]|null);

            /** FillStatus taken */
            taken?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FillStatus. */
        type $Shape = gramme.FillStatus.$Properties;
    }

    /**
     * Properties of a FillSource.
     * @deprecated Use gramme.FillSource.$Properties instead.
     */
    interface IFillSource extends gramme.FillSource.$Properties {
    }

    /** Represents a FillSource. */
    class FillSource {

        /**
         * Constructs a new FillSource.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.FillSource.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FillSource peer. */
        peer: string;

        /** FillSource wanting. */
        wanting: number;

        /** FillSource objects. */
        objects: number;

        /** FillSource bytes. */
        bytes: number;

        /** FillSource waitsFor. */
        waitsFor: string;

        /**
         * Encodes the specified FillSource message. Does not implicitly {@link gramme.FillSource.verify|verify} messages.
         * @param message FillSource message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.FillSource.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FillSource message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.FillSource & gramme.FillSource.$Shape} FillSource
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.FillSource & gramme.FillSource.$Shape;
    }

    namespace FillSource {

        /** Properties of a FillSource. */
        interface $Properties {

            /** FillSource peer */
            peer?: (string|null);

            /** FillSource wanting */
            wanting?: (number|null);

            /** FillSource objects */
            objects?: (number|null);

            /** FillSource bytes */
            bytes?: (number|null);

            /** FillSource waitsFor */
            waitsFor?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FillSource. */
        type $Shape = gramme.FillSource.$Properties;
    }

    /**
     * Properties of a HintsStatus.
     * @deprecated Use gramme.HintsStatus.$Properties instead.
     */
    interface IHintsStatus extends gramme.HintsStatus.$Properties {
    }

    /** Represents a HintsStatus. */
    class HintsStatus {

        /**
         * Constructs a new HintsStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.HintsStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HintsStatus keys. */
        keys: number;

        /** HintsStatus bytes. */
        bytes: number;

        /** HintsStatus oldestMs. */
        oldestMs: number;

        /** HintsStatus owed. */
        owed: gramme.HintsOwed.$Properties[];

        /** HintsStatus delivered. */
        delivered: number;

        /** HintsStatus givenUp. */
        givenUp: number;

        /** HintsStatus bytesMax. */
        bytesMax: number;

        /** HintsStatus keysMax. */
        keysMax: number;

        /** HintsStatus refused. */
        refused: number;

        /**
         * Encodes the specified HintsStatus message. Does not implicitly {@link gramme.HintsStatus.verify|verify} messages.
         * @param message HintsStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.HintsStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HintsStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.HintsStatus & gramme.HintsStatus.$Shape} HintsStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.HintsStatus & gramme.HintsStatus.$Shape;
    }

    namespace HintsStatus {

        /** Properties of a HintsStatus. */
        interface $Properties {

            /** HintsStatus keys */
            keys?: (number|null);

            /** HintsStatus bytes */
            bytes?: (number|null);

            /** HintsStatus oldestMs */
            oldestMs?: (number|null);

            /** HintsStatus owed */
            owed?: (gramme.HintsOwed.$Properties[]|null);

            /** HintsStatus delivered */
            delivered?: (number|null);

            /** HintsStatus givenUp */
            givenUp?: (number|null);

            /** HintsStatus bytesMax */
            bytesMax?: (number|null);

            /** HintsStatus keysMax */
            keysMax?: (number|null);

            /** HintsStatus refused */
            refused?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HintsStatus. */
        type $Shape = gramme.HintsStatus.$Properties;
    }

    /**
     * Properties of a HintsOwed.
     * @deprecated Use gramme.HintsOwed.$Properties instead.
     */
    interface IHintsOwed extends gramme.HintsOwed.$Properties {
    }

    /** Represents a HintsOwed. */
    class HintsOwed {

        /**
         * Constructs a new HintsOwed.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.HintsOwed.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HintsOwed owner. */
        owner: string;

        /** HintsOwed keys. */
        keys: number;

        /** HintsOwed waitsFor. */
        waitsFor: string;

        /** HintsOwed runningMs. */
        runningMs: number;

        /** HintsOwed runningKeys. */
        runningKeys: number;

        /** HintsOwed runningBytes. */
        runningBytes: number;

        /**
         * Encodes the specified HintsOwed message. Does not implicitly {@link gramme.HintsOwed.verify|verify} messages.
         * @param message HintsOwed message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.HintsOwed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HintsOwed message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.HintsOwed & gramme.HintsOwed.$Shape} HintsOwed
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.HintsOwed & gramme.HintsOwed.$Shape;
    }

    namespace HintsOwed {

        /** Properties of a HintsOwed. */
        interface $Properties {

            /** HintsOwed owner */
            owner?: (string|null);

            /** HintsOwed keys */
            keys?: (number|null);

            /** HintsOwed waitsFor */
            waitsFor?: (string|null);

            /** HintsOwed runningMs */
            runningMs?: (number|null);

            /** HintsOwed runningKeys */
            runningKeys?: (number|null);

            /** HintsOwed runningBytes */
            runningBytes?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HintsOwed. */
        type $Shape = gramme.HintsOwed.$Properties;
    }

    /**
     * Properties of a SurrenderStatus.
     * @deprecated Use gramme.SurrenderStatus.$Properties instead.
     */
    interface ISurrenderStatus extends gramme.SurrenderStatus.$Properties {
    }

    /** Represents a SurrenderStatus. */
    class SurrenderStatus {

        /**
         * Constructs a new SurrenderStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.SurrenderStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SurrenderStatus partitions. */
        partitions: number;

        /** SurrenderStatus keys. */
        keys: number;

        /** SurrenderStatus given. */
        given: number;

        /** SurrenderStatus surrendered. */
        surrendered: number;

        /** SurrenderStatus problem. */
        problem: string;

        /** SurrenderStatus bytes. */
        bytes: number;

        /** SurrenderStatus runningMs. */
        runningMs: number;

        /** SurrenderStatus runningKeys. */
        runningKeys: number;

        /** SurrenderStatus runningBytes. */
        runningBytes: number;

        /** SurrenderStatus owners. */
        owners: string[];

        /**
         * Encodes the specified SurrenderStatus message. Does not implicitly {@link gramme.SurrenderStatus.verify|verify} messages.
         * @param message SurrenderStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.SurrenderStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SurrenderStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.SurrenderStatus & gramme.SurrenderStatus.$Shape} SurrenderStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.SurrenderStatus & gramme.SurrenderStatus.$Shape;
    }

    namespace SurrenderStatus {

        /** Properties of a SurrenderStatus. */
        interface $Properties {

            /** SurrenderStatus partitions */
            partitions?: (number|null);

            /** SurrenderStatus keys */
            keys?: (number|null);

            /** SurrenderStatus given */
            given?: (number|null);

            /** SurrenderStatus surrendered */
            surrendered?: (number|null);

            /** SurrenderStatus problem */
            problem?: (string|null);

            /** SurrenderStatus bytes */
            bytes?: (number|null);

            /** SurrenderStatus runningMs */
            runningMs?: (number|null);

            /** SurrenderStatus runningKeys */
            runningKeys?: (number|null);

            /** SurrenderStatus runningBytes */
            runningBytes?: (number|null);

            /** SurrenderStatus owners */
            owners?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SurrenderStatus. */
        type $Shape = gramme.SurrenderStatus.$Properties;
    }

    /**
     * Properties of a RepairStatus.
     * @deprecated Use gramme.RepairStatus.$Properties instead.
     */
    interface IRepairStatus extends gramme.RepairStatus.$Properties {
    }

    /** Represents a RepairStatus. */
    class RepairStatus {

        /**
         * Constructs a new RepairStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.RepairStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RepairStatus peer. */
        peer: string;

        /** RepairStatus comparedMsAgo. */
        comparedMsAgo: number;

        /** RepairStatus partitions. */
        partitions: number;

        /** RepairStatus different. */
        different: number;

        /** RepairStatus objectsFetched. */
        objectsFetched: number;

        /** RepairStatus objectsSent. */
        objectsSent: number;

        /** RepairStatus bytes. */
        bytes: number;

        /** RepairStatus problem. */
        problem: string;

        /** RepairStatus running. */
        running: number;

        /** RepairStatus runningOf. */
        runningOf: number;

        /**
         * Encodes the specified RepairStatus message. Does not implicitly {@link gramme.RepairStatus.verify|verify} messages.
         * @param message RepairStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.RepairStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RepairStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.RepairStatus & gramme.RepairStatus.$Shape} RepairStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.RepairStatus & gramme.RepairStatus.$Shape;
    }

    namespace RepairStatus {

        /** Properties of a RepairStatus. */
        interface $Properties {

            /** RepairStatus peer */
            peer?: (string|null);

            /** RepairStatus comparedMsAgo */
            comparedMsAgo?: (number|null);

            /** RepairStatus partitions */
            partitions?: (number|null);

            /** RepairStatus different */
            different?: (number|null);

            /** RepairStatus objectsFetched */
            objectsFetched?: (number|null);

            /** RepairStatus objectsSent */
            objectsSent?: (number|null);

            /** RepairStatus bytes */
            bytes?: (number|null);

            /** RepairStatus problem */
            problem?: (string|null);

            /** RepairStatus running */
            running?: (number|null);

            /** RepairStatus runningOf */
            runningOf?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RepairStatus. */
        type $Shape = gramme.RepairStatus.$Properties;
    }

    /**
     * Properties of a ReapStatus.
     * @deprecated Use gramme.ReapStatus.$Properties instead.
     */
    interface IReapStatus extends gramme.ReapStatus.$Properties {
    }

    /** Represents a ReapStatus. */
    class ReapStatus {

        /**
         * Constructs a new ReapStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.ReapStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReapStatus waiting. */
        waiting: number;

        /** ReapStatus reasons. */
        reasons: gramme.Counter.$Properties[];

        /** ReapStatus reaped. */
        reaped: number;

        /** ReapStatus blockedBy. */
        blockedBy: string;

        /**
         * Encodes the specified ReapStatus message. Does not implicitly {@link gramme.ReapStatus.verify|verify} messages.
         * @param message ReapStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.ReapStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReapStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.ReapStatus & gramme.ReapStatus.$Shape} ReapStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.ReapStatus & gramme.ReapStatus.$Shape;
    }

    namespace ReapStatus {

        /** Properties of a ReapStatus. */
        interface $Properties {

            /** ReapStatus waiting */
            waiting?: (number|null);

            /** ReapStatus reasons */
            reasons?: (gramme.Counter.$Properties[]|null);

            /** ReapStatus reaped */
            reaped?: (number|null);

            /** ReapStatus blockedBy */
            blockedBy?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReapStatus. */
        type $Shape = gramme.ReapStatus.$Properties;
    }

    /**
     * Properties of an AdmissionStatus.
     * @deprecated Use gramme.AdmissionStatus.$Properties instead.
     */
    interface IAdmissionStatus extends gramme.AdmissionStatus.$Properties {
    }

    /** Represents an AdmissionStatus. */
    class AdmissionStatus {

        /**
         * Constructs a new AdmissionStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.AdmissionStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AdmissionStatus share. */
        share: number;

        /** AdmissionStatus targetMs. */
        targetMs: number;

        /** AdmissionStatus p99Ms. */
        p99Ms: number;

        /** AdmissionStatus lateMs. */
        lateMs: number;

        /** AdmissionStatus parts. */
        parts: gramme.BackgroundStatus.$Properties[];

        /** AdmissionStatus coordinating. */
        coordinating: number;

        /** AdmissionStatus serving. */
        serving: number;

        /** AdmissionStatus coordinatingMax. */
        coordinatingMax: number;

        /**
         * Encodes the specified AdmissionStatus message. Does not implicitly {@link gramme.AdmissionStatus.verify|verify} messages.
         * @param message AdmissionStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.AdmissionStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AdmissionStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.AdmissionStatus & gramme.AdmissionStatus.$Shape} AdmissionStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.AdmissionStatus & gramme.AdmissionStatus.$Shape;
    }

    namespace AdmissionStatus {

        /** Properties of an AdmissionStatus. */
        interface $Properties {

            /** AdmissionStatus share */
            share?: (number|null);

            /** AdmissionStatus targetMs */
            targetMs?: (number|null);

            /** AdmissionStatus p99Ms */
            p99Ms?: (number|null);

            /** AdmissionStatus lateMs */
            lateMs?: (number|null);

            /** AdmissionStatus parts */
            parts?: (gramme.BackgroundStatus.$Properties[]|null);

            /** AdmissionStatus coordinating */
            coordinating?: (number|null);

            /** AdmissionStatus serving */
            serving?: (number|null);

            /** AdmissionStatus coordinatingMax */
            coordinatingMax?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AdmissionStatus. */
        type $Shape = gramme.AdmissionStatus.$Properties;
    }

    /**
     * Properties of a BackgroundStatus.
     * @deprecated Use gramme.BackgroundStatus.$Properties instead.
     */
    interface IBackgroundStatus extends gramme.BackgroundStatus.$Properties {
    }

    /** Represents a BackgroundStatus. */
    class BackgroundStatus {

        /**
         * Constructs a new BackgroundStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.BackgroundStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** BackgroundStatus name. */
        name: string;

        /** BackgroundStatus bytes. */
        bytes: number;

        /** BackgroundStatus waiting. */
        waiting: number;

        /** BackgroundStatus waitMs. */
        waitMs: number;

        /** BackgroundStatus refused. */
        refused: number;

        /**
         * Encodes the specified BackgroundStatus message. Does not implicitly {@link gramme.BackgroundStatus.verify|verify} messages.
         * @param message BackgroundStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.BackgroundStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a BackgroundStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.BackgroundStatus & gramme.BackgroundStatus.$Shape} BackgroundStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.BackgroundStatus & gramme.BackgroundStatus.$Shape;
    }

    namespace BackgroundStatus {

        /** Properties of a BackgroundStatus. */
        interface $Properties {

            /** BackgroundStatus name */
            name?: (string|null);

            /** BackgroundStatus bytes */
            bytes?: (number|null);

            /** BackgroundStatus waiting */
            waiting?: (number|null);

            /** BackgroundStatus waitMs */
            waitMs?: (number|null);

            /** BackgroundStatus refused */
            refused?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a BackgroundStatus. */
        type $Shape = gramme.BackgroundStatus.$Properties;
    }

    /**
     * Properties of a StoreStatus.
     * @deprecated Use gramme.StoreStatus.$Properties instead.
     */
    interface IStoreStatus extends gramme.StoreStatus.$Properties {
    }

    /** Represents a StoreStatus. */
    class StoreStatus {

        /**
         * Constructs a new StoreStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.StoreStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StoreStatus keys. */
        keys: number;

        /** StoreStatus liveBytes. */
        liveBytes: number;

        /** StoreStatus deadBytes. */
        deadBytes: number;

        /** StoreStatus segments. */
        segments: number;

        /** StoreStatus directoryBytes. */
        directoryBytes: number;

        /** StoreStatus damagedRecords. */
        damagedRecords: number;

        /** StoreStatus writable. */
        writable: boolean;

        /** StoreStatus readOnlyReason. */
        readOnlyReason: string;

        /** StoreStatus bytesWritten. */
        bytesWritten: number;

        /** StoreStatus bytesCompacted. */
        bytesCompacted: number;

        /** StoreStatus freeBytes. */
        freeBytes: number;

        /**
         * Encodes the specified StoreStatus message. Does not implicitly {@link gramme.StoreStatus.verify|verify} messages.
         * @param message StoreStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.StoreStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StoreStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.StoreStatus & gramme.StoreStatus.$Shape} StoreStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.StoreStatus & gramme.StoreStatus.$Shape;
    }

    namespace StoreStatus {

        /** Properties of a StoreStatus. */
        interface $Properties {

            /** StoreStatus keys */
            keys?: (number|null);

            /** StoreStatus liveBytes */
            liveBytes?: (number|null);

            /** StoreStatus deadBytes */
            deadBytes?: (number|null);

            /** StoreStatus segments */
            segments?: (number|null);

            /** StoreStatus directoryBytes */
            directoryBytes?: (number|null);

            /** StoreStatus damagedRecords */
            damagedRecords?: (number|null);

            /** StoreStatus writable */
            writable?: (boolean|null);

            /** StoreStatus readOnlyReason */
            readOnlyReason?: (string|null);

            /** StoreStatus bytesWritten */
            bytesWritten?: (number|null);

            /** StoreStatus bytesCompacted */
            bytesCompacted?: (number|null);

            /** StoreStatus freeBytes */
            freeBytes?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StoreStatus. */
        type $Shape = gramme.StoreStatus.$Properties;
    }

    /**
     * Properties of a PeerStatus.
     * @deprecated Use gramme.PeerStatus.$Properties instead.
     */
    interface IPeerStatus extends gramme.PeerStatus.$Properties {
    }

    /** Represents a PeerStatus. */
    class PeerStatus {

        /**
         * Constructs a new PeerStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.PeerStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PeerStatus id. */
        id: string;

        /** PeerStatus address. */
        address: string;

        /** PeerStatus connected. */
        connected: boolean;

        /** PeerStatus problem. */
        problem: string;

        /** PeerStatus health. */
        health: gramme.PeerHealth;

        /** PeerStatus slow. */
        slow: boolean;

        /** PeerStatus scoreMs. */
        scoreMs: number;

        /** PeerStatus suspicions. */
        suspicions: number;

        /**
         * Encodes the specified PeerStatus message. Does not implicitly {@link gramme.PeerStatus.verify|verify} messages.
         * @param message PeerStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.PeerStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PeerStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.PeerStatus & gramme.PeerStatus.$Shape} PeerStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.PeerStatus & gramme.PeerStatus.$Shape;
    }

    namespace PeerStatus {

        /** Properties of a PeerStatus. */
        interface $Properties {

            /** PeerStatus id */
            id?: (string|null);

            /** PeerStatus address */
            address?: (string|null);

            /** PeerStatus connected */
            connected?: (boolean|null);

            /** PeerStatus problem */
            problem?: (string|null);

            /** PeerStatus health */
            health?: (gramme.PeerHealth|null);

            /** PeerStatus slow */
            slow?: (boolean|null);

            /** PeerStatus scoreMs */
            scoreMs?: (number|null);

            /** PeerStatus suspicions */
            suspicions?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PeerStatus. */
        type $Shape = gramme.PeerStatus.$Properties;
    }

    /** PeerHealth enum. */
    enum PeerHealth {

        /** HEALTH_UNKNOWN value */
        HEALTH_UNKNOWN = 0,

        /** HEALTH_UP value */
        HEALTH_UP = 1,

        /** HEALTH_SUSPECT value */
        HEALTH_SUSPECT = 2,

        /** HEALTH_DOWN value */
        HEALTH_DOWN = 3
    }

    /**
     * Properties of a Counter.
     * @deprecated Use gramme.Counter.$Properties instead.
     */
    interface ICounter extends gramme.Counter.$Properties {
    }

    /** Represents a Counter. */
    class Counter {

        /**
         * Constructs a new Counter.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Counter.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Counter name. */
        name: string;

        /** Counter value. */
        value: number;

        /**
         * Encodes the specified Counter message. Does not implicitly {@link gramme.Counter.verify|verify} messages.
         * @param message Counter message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Counter.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Counter message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Counter & gramme.Counter.$Shape} Counter
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Counter & gramme.Counter.$Shape;
    }

    namespace Counter {

        /** Properties of a Counter. */
        interface $Properties {

            /** Counter name */
            name?: (string|null);

            /** Counter value */
            value?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Counter. */
        type $Shape = gramme.Counter.$Properties;
    }

    /**
     * Properties of a MemberAct.
     * @deprecated Use gramme.MemberAct.$Properties instead.
     */
    interface IMemberAct extends gramme.MemberAct.$Properties {
    }

    /** Represents a MemberAct. */
    class MemberAct {

        /**
         * Constructs a new MemberAct.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.MemberAct.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberAct kind. */
        kind: gramme.MemberActKind;

        /** MemberAct weight. */
        weight: number;

        /** MemberAct node. */
        node: string;

        /** MemberAct force. */
        force: boolean;

        /** MemberAct target. */
        target: string;

        /**
         * Encodes the specified MemberAct message. Does not implicitly {@link gramme.MemberAct.verify|verify} messages.
         * @param message MemberAct message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.MemberAct.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberAct message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.MemberAct & gramme.MemberAct.$Shape} MemberAct
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.MemberAct & gramme.MemberAct.$Shape;
    }

    namespace MemberAct {

        /** Properties of a MemberAct. */
        interface $Properties {

            /** MemberAct kind */
            kind?: (gramme.MemberActKind|null);

            /** MemberAct weight */
            weight?: (number|null);

            /** MemberAct node */
            node?: (string|null);

            /** MemberAct force */
            force?: (boolean|null);

            /** MemberAct target */
            target?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberAct. */
        type $Shape = gramme.MemberAct.$Properties;
    }

    /** MemberActKind enum. */
    enum MemberActKind {

        /** MEMBER_ACT_NONE value */
        MEMBER_ACT_NONE = 0,

        /** MEMBER_ACT_JOIN value */
        MEMBER_ACT_JOIN = 1,

        /** MEMBER_ACT_LEAVE value */
        MEMBER_ACT_LEAVE = 2,

        /** MEMBER_ACT_REWEIGHT value */
        MEMBER_ACT_REWEIGHT = 3,

        /** MEMBER_ACT_REMOVE value */
        MEMBER_ACT_REMOVE = 4,

        /** MEMBER_ACT_RESTORE value */
        MEMBER_ACT_RESTORE = 5,

        /** MEMBER_ACT_REPLACE value */
        MEMBER_ACT_REPLACE = 6
    }

    /**
     * Properties of a MemberActReply.
     * @deprecated Use gramme.MemberActReply.$Properties instead.
     */
    interface IMemberActReply extends gramme.MemberActReply.$Properties {
    }

    /** Represents a MemberActReply. */
    class MemberActReply {

        /**
         * Constructs a new MemberActReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.MemberActReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberActReply self. */
        self?: (gramme.Member.$Properties|null);

        /** MemberActReply changed. */
        changed: boolean;

        /**
         * Encodes the specified MemberActReply message. Does not implicitly {@link gramme.MemberActReply.verify|verify} messages.
         * @param message MemberActReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.MemberActReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberActReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.MemberActReply & gramme.MemberActReply.$Shape} MemberActReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.MemberActReply & gramme.MemberActReply.$Shape;
    }

    namespace MemberActReply {

        /** Properties of a MemberActReply. */
        interface $Properties {

            /** MemberActReply self */
            self?: (gramme.Member.$Properties|null);

            /** MemberActReply changed */
            changed?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberActReply. */
        type $Shape = gramme.MemberActReply.$Properties;
    }

    /**
     * Properties of a ReplicaGet.
     * @deprecated Use gramme.ReplicaGet.$Properties instead.
     */
    interface IReplicaGet extends gramme.ReplicaGet.$Properties {
    }

    /** Represents a ReplicaGet. */
    class ReplicaGet {

        /**
         * Constructs a new ReplicaGet.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.ReplicaGet.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReplicaGet key. */
        key: Uint8Array;

        /** ReplicaGet hasDigest. */
        hasDigest: boolean;

        /** ReplicaGet digestHigh. */
        digestHigh: number;

        /** ReplicaGet digestLow. */
        digestLow: number;

        /** ReplicaGet standIn. */
        standIn: boolean;

        /** ReplicaGet check. */
        check: boolean;

        /**
         * Encodes the specified ReplicaGet message. Does not implicitly {@link gramme.ReplicaGet.verify|verify} messages.
         * @param message ReplicaGet message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.ReplicaGet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReplicaGet message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.ReplicaGet & gramme.ReplicaGet.$Shape} ReplicaGet
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.ReplicaGet & gramme.ReplicaGet.$Shape;
    }

    namespace ReplicaGet {

        /** Properties of a ReplicaGet. */
        interface $Properties {

            /** ReplicaGet key */
            key?: (Uint8Array|null);

            /** ReplicaGet hasDigest */
            hasDigest?: (boolean|null);

            /** ReplicaGet digestHigh */
            digestHigh?: (number|null);

            /** ReplicaGet digestLow */
            digestLow?: (number|null);

            /** ReplicaGet standIn */
            standIn?: (boolean|null);

            /** ReplicaGet check */
            check?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReplicaGet. */
        type $Shape = gramme.ReplicaGet.$Properties;
    }

    /**
     * Properties of a ReplicaGetReply.
     * @deprecated Use gramme.ReplicaGetReply.$Properties instead.
     */
    interface IReplicaGetReply extends gramme.ReplicaGetReply.$Properties {
    }

    /** Represents a ReplicaGetReply. */
    class ReplicaGetReply {

        /**
         * Constructs a new ReplicaGetReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.ReplicaGetReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReplicaGetReply holding. */
        holding: gramme.Holding;

        /** ReplicaGetReply claim. */
        claim: gramme.Claim;

        /** ReplicaGetReply others. */
        others: string[];

        /** ReplicaGetReply checksum. */
        checksum: number;

        /**
         * Encodes the specified ReplicaGetReply message. Does not implicitly {@link gramme.ReplicaGetReply.verify|verify} messages.
         * @param message ReplicaGetReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.ReplicaGetReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReplicaGetReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.ReplicaGetReply & gramme.ReplicaGetReply.$Shape} ReplicaGetReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.ReplicaGetReply & gramme.ReplicaGetReply.$Shape;
    }

    namespace ReplicaGetReply {

        /** Properties of a ReplicaGetReply. */
        interface $Properties {

            /** ReplicaGetReply holding */
            holding?: (gramme.Holding|null);

            /** ReplicaGetReply claim */
            claim?: (gramme.Claim|null);

            /** ReplicaGetReply others */
            others?: (string[]|null);

            /** ReplicaGetReply checksum */
            checksum?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReplicaGetReply. */
        type $Shape = gramme.ReplicaGetReply.$Properties;
    }

    /** Claim enum. */
    enum Claim {

        /** CLAIM_SERVING value */
        CLAIM_SERVING = 0,

        /** CLAIM_FILLING value */
        CLAIM_FILLING = 1,

        /** CLAIM_FORMER value */
        CLAIM_FORMER = 2,

        /** CLAIM_GONE value */
        CLAIM_GONE = 3
    }

    /** Holding enum. */
    enum Holding {

        /** HOLDING_MISSING value */
        HOLDING_MISSING = 0,

        /** HOLDING_SAME value */
        HOLDING_SAME = 1,

        /** HOLDING_FOUND value */
        HOLDING_FOUND = 2,

        /** HOLDING_DAMAGED value */
        HOLDING_DAMAGED = 3,

        /** HOLDING_OTHER value */
        HOLDING_OTHER = 4
    }

    /**
     * Properties of a ReplicaPut.
     * @deprecated Use gramme.ReplicaPut.$Properties instead.
     */
    interface IReplicaPut extends gramme.ReplicaPut.$Properties {
    }

    /** Represents a ReplicaPut. */
    class ReplicaPut {

        /**
         * Constructs a new ReplicaPut.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.ReplicaPut.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReplicaPut key. */
        key: Uint8Array;

        /** ReplicaPut durability. */
        durability: gramme.Durability;

        /** ReplicaPut hasBase. */
        hasBase: boolean;

        /** ReplicaPut baseHigh. */
        baseHigh: number;

        /** ReplicaPut baseLow. */
        baseLow: number;

        /** ReplicaPut standIn. */
        standIn: boolean;

        /** ReplicaPut checksum. */
        checksum: number;

        /**
         * Encodes the specified ReplicaPut message. Does not implicitly {@link gramme.ReplicaPut.verify|verify} messages.
         * @param message ReplicaPut message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.ReplicaPut.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReplicaPut message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.ReplicaPut & gramme.ReplicaPut.$Shape} ReplicaPut
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.ReplicaPut & gramme.ReplicaPut.$Shape;
    }

    namespace ReplicaPut {

        /** Properties of a ReplicaPut. */
        interface $Properties {

            /** ReplicaPut key */
            key?: (Uint8Array|null);

            /** ReplicaPut durability */
            durability?: (gramme.Durability|null);

            /** ReplicaPut hasBase */
            hasBase?: (boolean|null);

            /** ReplicaPut baseHigh */
            baseHigh?: (number|null);

            /** ReplicaPut baseLow */
            baseLow?: (number|null);

            /** ReplicaPut standIn */
            standIn?: (boolean|null);

            /** ReplicaPut checksum */
            checksum?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReplicaPut. */
        type $Shape = gramme.ReplicaPut.$Properties;
    }

    /**
     * Properties of a ReplicaPutReply.
     * @deprecated Use gramme.ReplicaPutReply.$Properties instead.
     */
    interface IReplicaPutReply extends gramme.ReplicaPutReply.$Properties {
    }

    /** Represents a ReplicaPutReply. */
    class ReplicaPutReply {

        /**
         * Constructs a new ReplicaPutReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.ReplicaPutReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReplicaPutReply claim. */
        claim: gramme.Claim;

        /** ReplicaPutReply others. */
        others: string[];

        /**
         * Encodes the specified ReplicaPutReply message. Does not implicitly {@link gramme.ReplicaPutReply.verify|verify} messages.
         * @param message ReplicaPutReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.ReplicaPutReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReplicaPutReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.ReplicaPutReply & gramme.ReplicaPutReply.$Shape} ReplicaPutReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.ReplicaPutReply & gramme.ReplicaPutReply.$Shape;
    }

    namespace ReplicaPutReply {

        /** Properties of a ReplicaPutReply. */
        interface $Properties {

            /** ReplicaPutReply claim */
            claim?: (gramme.Claim|null);

            /** ReplicaPutReply others */
            others?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReplicaPutReply. */
        type $Shape = gramme.ReplicaPutReply.$Properties;
    }

    /**
     * Properties of a Compare.
     * @deprecated Use gramme.Compare.$Properties instead.
     */
    interface ICompare extends gramme.Compare.$Properties {
    }

    /** Represents a Compare. */
    class Compare {

        /**
         * Constructs a new Compare.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Compare.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Compare ringDigest. */
        ringDigest: number;

        /** Compare partitions. */
        partitions: number[];

        /** Compare hashes. */
        hashes: Uint8Array;

        /** Compare settle. */
        settle: boolean;

        /**
         * Encodes the specified Compare message. Does not implicitly {@link gramme.Compare.verify|verify} messages.
         * @param message Compare message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Compare.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Compare message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Compare & gramme.Compare.$Shape} Compare
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Compare & gramme.Compare.$Shape;
    }

    namespace Compare {

        /** Properties of a Compare. */
        interface $Properties {

            /** Compare ringDigest */
            ringDigest?: (number|null);

            /** Compare partitions */
            partitions?: (number[]|null);

            /** Compare hashes */
            hashes?: (Uint8Array|null);

            /** Compare settle */
            settle?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Compare. */
        type $Shape = gramme.Compare.$Properties;
    }

    /**
     * Properties of a CompareReply.
     * @deprecated Use gramme.CompareReply.$Properties instead.
     */
    interface ICompareReply extends gramme.CompareReply.$Properties {
    }

    /** Represents a CompareReply. */
    class CompareReply {

        /**
         * Constructs a new CompareReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.CompareReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CompareReply lookedAt. */
        lookedAt: number;

        /** CompareReply different. */
        different: number[];

        /** CompareReply leaves. */
        leaves: Uint8Array;

        /** CompareReply unserved. */
        unserved: number[];

        /**
         * Encodes the specified CompareReply message. Does not implicitly {@link gramme.CompareReply.verify|verify} messages.
         * @param message CompareReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.CompareReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CompareReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.CompareReply & gramme.CompareReply.$Shape} CompareReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.CompareReply & gramme.CompareReply.$Shape;
    }

    namespace CompareReply {

        /** Properties of a CompareReply. */
        interface $Properties {

            /** CompareReply lookedAt */
            lookedAt?: (number|null);

            /** CompareReply different */
            different?: (number[]|null);

            /** CompareReply leaves */
            leaves?: (Uint8Array|null);

            /** CompareReply unserved */
            unserved?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CompareReply. */
        type $Shape = gramme.CompareReply.$Properties;
    }

    /**
     * Properties of a List.
     * @deprecated Use gramme.List.$Properties instead.
     */
    interface IList extends gramme.List.$Properties {
    }

    /** Represents a List. */
    class List {

        /**
         * Constructs a new List.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.List.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** List partition. */
        partition: number;

        /** List ranges. */
        ranges: gramme.HashRange.$Properties[];

        /** List settle. */
        settle: boolean;

        /**
         * Encodes the specified List message. Does not implicitly {@link gramme.List.verify|verify} messages.
         * @param message List message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.List.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a List message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.List & gramme.List.$Shape} List
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.List & gramme.List.$Shape;
    }

    namespace List {

        /** Properties of a List. */
        interface $Properties {

            /** List partition */
            partition?: (number|null);

            /** List ranges */
            ranges?: (gramme.HashRange.$Properties[]|null);

            /** List settle */
            settle?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a List. */
        type $Shape = gramme.List.$Properties;
    }

    /**
     * Properties of a HashRange.
     * @deprecated Use gramme.HashRange.$Properties instead.
     */
    interface IHashRange extends gramme.HashRange.$Properties {
    }

    /** Represents a HashRange. */
    class HashRange {

        /**
         * Constructs a new HashRange.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.HashRange.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HashRange from. */
        from: number;

        /** HashRange bits. */
        bits: number;

        /**
         * Encodes the specified HashRange message. Does not implicitly {@link gramme.HashRange.verify|verify} messages.
         * @param message HashRange message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.HashRange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HashRange message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.HashRange & gramme.HashRange.$Shape} HashRange
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.HashRange & gramme.HashRange.$Shape;
    }

    namespace HashRange {

        /** Properties of a HashRange. */
        interface $Properties {

            /** HashRange from */
            from?: (number|null);

            /** HashRange bits */
            bits?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HashRange. */
        type $Shape = gramme.HashRange.$Properties;
    }

    /**
     * Properties of a ListReply.
     * @deprecated Use gramme.ListReply.$Properties instead.
     */
    interface IListReply extends gramme.ListReply.$Properties {
    }

    /** Represents a ListReply. */
    class ListReply {

        /**
         * Constructs a new ListReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.ListReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListReply contents. */
        contents: gramme.RangeContent.$Properties[];

        /**
         * Encodes the specified ListReply message. Does not implicitly {@link gramme.ListReply.verify|verify} messages.
         * @param message ListReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.ListReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.ListReply & gramme.ListReply.$Shape} ListReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.ListReply & gramme.ListReply.$Shape;
    }

    namespace ListReply {

        /** Properties of a ListReply. */
        interface $Properties {

            /** ListReply contents */
            contents?: (gramme.RangeContent.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListReply. */
        type $Shape = gramme.ListReply.$Properties;
    }

    /**
     * Properties of a RangeContent.
     * @deprecated Use gramme.RangeContent.$Properties instead.
     */
    interface IRangeContent extends gramme.RangeContent.$Properties {
    }

    /** Represents a RangeContent. */
    class RangeContent {

        /**
         * Constructs a new RangeContent.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.RangeContent.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RangeContent versions. */
        versions: Uint8Array;

        /** RangeContent parts. */
        parts: Uint8Array;

        /**
         * Encodes the specified RangeContent message. Does not implicitly {@link gramme.RangeContent.verify|verify} messages.
         * @param message RangeContent message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.RangeContent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RangeContent message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.RangeContent & gramme.RangeContent.$Shape} RangeContent
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.RangeContent & gramme.RangeContent.$Shape;
    }

    namespace RangeContent {

        /** Properties of a RangeContent. */
        interface $Properties {

            /** RangeContent versions */
            versions?: (Uint8Array|null);

            /** RangeContent parts */
            parts?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RangeContent. */
        type $Shape = gramme.RangeContent.$Properties;
    }

    /**
     * Properties of a Fetch.
     * @deprecated Use gramme.Fetch.$Properties instead.
     */
    interface IFetch extends gramme.Fetch.$Properties {
    }

    /** Represents a Fetch. */
    class Fetch {

        /**
         * Constructs a new Fetch.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Fetch.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Fetch partition. */
        partition: number;

        /** Fetch keyHashes. */
        keyHashes: number[];

        /**
         * Encodes the specified Fetch message. Does not implicitly {@link gramme.Fetch.verify|verify} messages.
         * @param message Fetch message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Fetch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Fetch message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Fetch & gramme.Fetch.$Shape} Fetch
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Fetch & gramme.Fetch.$Shape;
    }

    namespace Fetch {

        /** Properties of a Fetch. */
        interface $Properties {

            /** Fetch partition */
            partition?: (number|null);

            /** Fetch keyHashes */
            keyHashes?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Fetch. */
        type $Shape = gramme.Fetch.$Properties;
    }

    /**
     * Properties of a FetchReply.
     * @deprecated Use gramme.FetchReply.$Properties instead.
     */
    interface IFetchReply extends gramme.FetchReply.$Properties {
    }

    /** Represents a FetchReply. */
    class FetchReply {

        /**
         * Constructs a new FetchReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.FetchReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FetchReply lookedAt. */
        lookedAt: number;

        /** FetchReply objects. */
        objects: gramme.FetchedObject.$Properties[];

        /**
         * Encodes the specified FetchReply message. Does not implicitly {@link gramme.FetchReply.verify|verify} messages.
         * @param message FetchReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.FetchReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FetchReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.FetchReply & gramme.FetchReply.$Shape} FetchReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.FetchReply & gramme.FetchReply.$Shape;
    }

    namespace FetchReply {

        /** Properties of a FetchReply. */
        interface $Properties {

            /** FetchReply lookedAt */
            lookedAt?: (number|null);

            /** FetchReply objects */
            objects?: (gramme.FetchedObject.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FetchReply. */
        type $Shape = gramme.FetchReply.$Properties;
    }

    /**
     * Properties of a FetchedObject.
     * @deprecated Use gramme.FetchedObject.$Properties instead.
     */
    interface IFetchedObject extends gramme.FetchedObject.$Properties {
    }

    /** Represents a FetchedObject. */
    class FetchedObject {

        /**
         * Constructs a new FetchedObject.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.FetchedObject.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FetchedObject key. */
        key: Uint8Array;

        /** FetchedObject length. */
        length: number;

        /** FetchedObject checksum. */
        checksum: number;

        /**
         * Encodes the specified FetchedObject message. Does not implicitly {@link gramme.FetchedObject.verify|verify} messages.
         * @param message FetchedObject message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.FetchedObject.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FetchedObject message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.FetchedObject & gramme.FetchedObject.$Shape} FetchedObject
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.FetchedObject & gramme.FetchedObject.$Shape;
    }

    namespace FetchedObject {

        /** Properties of a FetchedObject. */
        interface $Properties {

            /** FetchedObject key */
            key?: (Uint8Array|null);

            /** FetchedObject length */
            length?: (number|null);

            /** FetchedObject checksum */
            checksum?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FetchedObject. */
        type $Shape = gramme.FetchedObject.$Properties;
    }

    /**
     * Properties of a Reap.
     * @deprecated Use gramme.Reap.$Properties instead.
     */
    interface IReap extends gramme.Reap.$Properties {
    }

    /** Represents a Reap. */
    class Reap {

        /**
         * Constructs a new Reap.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Reap.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Reap ringDigest. */
        ringDigest: number;

        /** Reap partition. */
        partition: number;

        /** Reap dead. */
        dead: gramme.DeadVersion.$Properties[];

        /**
         * Encodes the specified Reap message. Does not implicitly {@link gramme.Reap.verify|verify} messages.
         * @param message Reap message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Reap.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Reap message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Reap & gramme.Reap.$Shape} Reap
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Reap & gramme.Reap.$Shape;
    }

    namespace Reap {

        /** Properties of a Reap. */
        interface $Properties {

            /** Reap ringDigest */
            ringDigest?: (number|null);

            /** Reap partition */
            partition?: (number|null);

            /** Reap dead */
            dead?: (gramme.DeadVersion.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Reap. */
        type $Shape = gramme.Reap.$Properties;
    }

    /**
     * Properties of a DeadVersion.
     * @deprecated Use gramme.DeadVersion.$Properties instead.
     */
    interface IDeadVersion extends gramme.DeadVersion.$Properties {
    }

    /** Represents a DeadVersion. */
    class DeadVersion {

        /**
         * Constructs a new DeadVersion.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.DeadVersion.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DeadVersion key. */
        key: Uint8Array;

        /** DeadVersion digestHigh. */
        digestHigh: number;

        /** DeadVersion digestLow. */
        digestLow: number;

        /**
         * Encodes the specified DeadVersion message. Does not implicitly {@link gramme.DeadVersion.verify|verify} messages.
         * @param message DeadVersion message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.DeadVersion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeadVersion message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.DeadVersion & gramme.DeadVersion.$Shape} DeadVersion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.DeadVersion & gramme.DeadVersion.$Shape;
    }

    namespace DeadVersion {

        /** Properties of a DeadVersion. */
        interface $Properties {

            /** DeadVersion key */
            key?: (Uint8Array|null);

            /** DeadVersion digestHigh */
            digestHigh?: (number|null);

            /** DeadVersion digestLow */
            digestLow?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeadVersion. */
        type $Shape = gramme.DeadVersion.$Properties;
    }

    /**
     * Properties of a ReapableReply.
     * @deprecated Use gramme.ReapableReply.$Properties instead.
     */
    interface IReapableReply extends gramme.ReapableReply.$Properties {
    }

    /** Represents a ReapableReply. */
    class ReapableReply {

        /**
         * Constructs a new ReapableReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.ReapableReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReapableReply standings. */
        standings: gramme.Standing[];

        /**
         * Encodes the specified ReapableReply message. Does not implicitly {@link gramme.ReapableReply.verify|verify} messages.
         * @param message ReapableReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.ReapableReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReapableReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.ReapableReply & gramme.ReapableReply.$Shape} ReapableReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.ReapableReply & gramme.ReapableReply.$Shape;
    }

    namespace ReapableReply {

        /** Properties of a ReapableReply. */
        interface $Properties {

            /** ReapableReply standings */
            standings?: (gramme.Standing[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReapableReply. */
        type $Shape = gramme.ReapableReply.$Properties;
    }

    /** Standing enum. */
    enum Standing {

        /** STANDING_UNSURE value */
        STANDING_UNSURE = 0,

        /** STANDING_HOLDS value */
        STANDING_HOLDS = 1,

        /** STANDING_NOTHING value */
        STANDING_NOTHING = 2,

        /** STANDING_OTHER value */
        STANDING_OTHER = 3,

        /** STANDING_ALIVE value */
        STANDING_ALIVE = 4,

        /** STANDING_HINT value */
        STANDING_HINT = 5
    }

    /**
     * Properties of a ReapReply.
     * @deprecated Use gramme.ReapReply.$Properties instead.
     */
    interface IReapReply extends gramme.ReapReply.$Properties {
    }

    /** Represents a ReapReply. */
    class ReapReply {

        /**
         * Constructs a new ReapReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.ReapReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReapReply reaped. */
        reaped: number;

        /**
         * Encodes the specified ReapReply message. Does not implicitly {@link gramme.ReapReply.verify|verify} messages.
         * @param message ReapReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.ReapReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReapReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.ReapReply & gramme.ReapReply.$Shape} ReapReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.ReapReply & gramme.ReapReply.$Shape;
    }

    namespace ReapReply {

        /** Properties of a ReapReply. */
        interface $Properties {

            /** ReapReply reaped */
            reaped?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReapReply. */
        type $Shape = gramme.ReapReply.$Properties;
    }

    /**
     * Properties of a Gossip.
     * @deprecated Use gramme.Gossip.$Properties instead.
     */
    interface IGossip extends gramme.Gossip.$Properties {
    }

    /** Represents a Gossip. */
    class Gossip {

        /**
         * Constructs a new Gossip.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.Gossip.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Gossip cluster. */
        cluster: string;

        /** Gossip partitionCount. */
        partitionCount: number;

        /** Gossip replicaCount. */
        replicaCount: number;

        /** Gossip members. */
        members: gramme.Member.$Properties[];

        /** Gossip suspects. */
        suspects: string[];

        /** Gossip tableHigh. */
        tableHigh: number;

        /** Gossip tableLow. */
        tableLow: number;

        /** Gossip buckets. */
        buckets: number[];

        /** Gossip compared. */
        compared: number[];

        /** Gossip ages. */
        ages: gramme.MemberAge.$Properties[];

        /** Gossip wanted. */
        wanted: string[];

        /** Gossip lookedAt. */
        lookedAt: number;

        /**
         * Encodes the specified Gossip message. Does not implicitly {@link gramme.Gossip.verify|verify} messages.
         * @param message Gossip message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.Gossip.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Gossip message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.Gossip & gramme.Gossip.$Shape} Gossip
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.Gossip & gramme.Gossip.$Shape;
    }

    namespace Gossip {

        /** Properties of a Gossip. */
        interface $Properties {

            /** Gossip cluster */
            cluster?: (string|null);

            /** Gossip partitionCount */
            partitionCount?: (number|null);

            /** Gossip replicaCount */
            replicaCount?: (number|null);

            /** Gossip members */
            members?: (gramme.Member.$Properties[]|null);

            /** Gossip suspects */
            suspects?: (string[]|null);

            /** Gossip tableHigh */
            tableHigh?: (number|null);

            /** Gossip tableLow */
            tableLow?: (number|null);

            /** Gossip buckets */
            buckets?: (number[]|null);

            /** Gossip compared */
            compared?: (number[]|null);

            /** Gossip ages */
            ages?: (gramme.MemberAge.$Properties[]|null);

            /** Gossip wanted */
            wanted?: (string[]|null);

            /** Gossip lookedAt */
            lookedAt?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Gossip. */
        type $Shape = gramme.Gossip.$Properties;
    }

    /**
     * Properties of a MemberAge.
     * @deprecated Use gramme.MemberAge.$Properties instead.
     */
    interface IMemberAge extends gramme.MemberAge.$Properties {
    }

    /** Represents a MemberAge. */
    class MemberAge {

        /**
         * Constructs a new MemberAge.
         * @param [properties] Properties to set
         */
        constructor(properties?: gramme.MemberAge.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberAge id. */
        id: string;

        /** MemberAge incarnation. */
        incarnation: number;

        /** MemberAge version. */
        version: number;

        /**
         * Encodes the specified MemberAge message. Does not implicitly {@link gramme.MemberAge.verify|verify} messages.
         * @param message MemberAge message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gramme.MemberAge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberAge message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gramme.MemberAge & gramme.MemberAge.$Shape} MemberAge
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gramme.MemberAge & gramme.MemberAge.$Shape;
    }

    namespace MemberAge {

        /** Properties of a MemberAge. */
        interface $Properties {

            /** MemberAge id */
            id?: (string|null);

            /** MemberAge incarnation */
            incarnation?: (number|null);

            /** MemberAge version */
            version?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberAge. */
        type $Shape = gramme.MemberAge.$Properties;
    }
}
