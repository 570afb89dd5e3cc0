/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const gramme = $root.gramme = (() => {

    /**
     * Namespace gramme.
     * @exports gramme
     * @namespace
     */
    const gramme = {};

    gramme.Hello = (function() {

        /**
         * Properties of a Hello.
         * @typedef {Object} gramme.Hello.$Properties
         * @property {number|null} [versionMin] Hello versionMin
         * @property {number|null} [versionMax] Hello versionMax
         * @property {number|null} [features] Hello features
         * @property {string|null} [cluster] Hello cluster
         * @property {string|null} [agent] Hello agent
         * @property {string|null} [nodeId] Hello nodeId
         * @property {Uint8Array|null} [credentials] Hello credentials
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Hello.
         * @memberof gramme
         * @interface IHello
         * @augments gramme.Hello.$Properties
         * @deprecated Use gramme.Hello.$Properties instead.
         */

        /**
         * Shape of a Hello.
         * @typedef {gramme.Hello.$Properties} gramme.Hello.$Shape
         */

        /**
         * Constructs a new Hello.
         * @memberof gramme
         * @classdesc Represents a Hello.
         * @constructor
         * @param {gramme.Hello.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Hello = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Hello versionMin.
         * @member {number} versionMin
         * @memberof gramme.Hello
         * @instance
         */
        Hello.prototype.versionMin = 0;

        /**
         * Hello versionMax.
         * @member {number} versionMax
         * @memberof gramme.Hello
         * @instance
         */
        Hello.prototype.versionMax = 0;

        /**
         * Hello features.
         * @member {number} features
         * @memberof gramme.Hello
         * @instance
         */
        Hello.prototype.features = 0;

        /**
         * Hello cluster.
         * @member {string} cluster
         * @memberof gramme.Hello
         * @instance
         */
        Hello.prototype.cluster = "";

        /**
         * Hello agent.
         * @member {string} agent
         * @memberof gramme.Hello
         * @instance
         */
        Hello.prototype.agent = "";

        /**
         * Hello nodeId.
         * @member {string} nodeId
         * @memberof gramme.Hello
         * @instance
         */
        Hello.prototype.nodeId = "";

        /**
         * Hello credentials.
         * @member {Uint8Array} credentials
         * @memberof gramme.Hello
         * @instance
         */
        Hello.prototype.credentials = $util.newBuffer([]);

        /**
         * Encodes the specified Hello message. Does not implicitly {@link gramme.Hello.verify|verify} messages.
         * @function encode
         * @memberof gramme.Hello
         * @static
         * @param {gramme.Hello.$Properties} message Hello message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Hello.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.versionMin != null && $Object.hasOwnProperty.call(message, "versionMin") && message.versionMin !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.versionMin);
            if (message.versionMax != null && $Object.hasOwnProperty.call(message, "versionMax") && message.versionMax !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.versionMax);
            if (message.features != null && $Object.hasOwnProperty.call(message, "features") && message.features !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.features);
            if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster") && message.cluster !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.cluster);
            if (message.agent != null && $Object.hasOwnProperty.call(message, "agent") && message.agent !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.agent);
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                writer.uint32(/* id 6, wireType 2 =*/50).string(message.nodeId);
            if (message.credentials != null && $Object.hasOwnProperty.call(message, "credentials") && message.credentials.length)
                writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.credentials);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Hello message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Hello
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Hello & gramme.Hello.$Shape} Hello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Hello.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Hello();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.versionMin = value;
                        else
                            delete message.versionMin;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.versionMax = value;
                        else
                            delete message.versionMax;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.features = value;
                        else
                            delete message.features;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.cluster = value;
                        else
                            delete message.cluster;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.agent = value;
                        else
                            delete message.agent;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.credentials = value;
                        else
                            delete message.credentials;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Hello;
    })();

    gramme.Welcome = (function() {

        /**
         * Properties of a Welcome.
         * @typedef {Object} gramme.Welcome.$Properties
         * @property {number|null} [version] Welcome version
         * @property {number|null} [features] Welcome features
         * @property {string|null} [cluster] Welcome cluster
         * @property {string|null} [nodeId] Welcome nodeId
         * @property {string|null} [agent] Welcome agent
         * @property {number|null} [valueBytesMax] Welcome valueBytesMax
         * @property {number|null} [inFlightMax] Welcome inFlightMax
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Welcome.
         * @memberof gramme
         * @interface IWelcome
         * @augments gramme.Welcome.$Properties
         * @deprecated Use gramme.Welcome.$Properties instead.
         */

        /**
         * Shape of a Welcome.
         * @typedef {gramme.Welcome.$Properties} gramme.Welcome.$Shape
         */

        /**
         * Constructs a new Welcome.
         * @memberof gramme
         * @classdesc Represents a Welcome.
         * @constructor
         * @param {gramme.Welcome.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Welcome = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Welcome version.
         * @member {number} version
         * @memberof gramme.Welcome
         * @instance
         */
        Welcome.prototype.version = 0;

        /**
         * Welcome features.
         * @member {number} features
         * @memberof gramme.Welcome
         * @instance
         */
        Welcome.prototype.features = 0;

        /**
         * Welcome cluster.
         * @member {string} cluster
         * @memberof gramme.Welcome
         * @instance
         */
        Welcome.prototype.cluster = "";

        /**
         * Welcome nodeId.
         * @member {string} nodeId
         * @memberof gramme.Welcome
         * @instance
         */
        Welcome.prototype.nodeId = "";

        /**
         * Welcome agent.
         * @member {string} agent
         * @memberof gramme.Welcome
         * @instance
         */
        Welcome.prototype.agent = "";

        /**
         * Welcome valueBytesMax.
         * @member {number} valueBytesMax
         * @memberof gramme.Welcome
         * @instance
         */
        Welcome.prototype.valueBytesMax = 0;

        /**
         * Welcome inFlightMax.
         * @member {number} inFlightMax
         * @memberof gramme.Welcome
         * @instance
         */
        Welcome.prototype.inFlightMax = 0;

        /**
         * Encodes the specified Welcome message. Does not implicitly {@link gramme.Welcome.verify|verify} messages.
         * @function encode
         * @memberof gramme.Welcome
         * @static
         * @param {gramme.Welcome.$Properties} message Welcome message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Welcome.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
            if (message.features != null && $Object.hasOwnProperty.call(message, "features") && message.features !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.features);
            if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster") && message.cluster !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.cluster);
            if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.nodeId);
            if (message.agent != null && $Object.hasOwnProperty.call(message, "agent") && message.agent !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.agent);
            if (message.valueBytesMax != null && $Object.hasOwnProperty.call(message, "valueBytesMax") && message.valueBytesMax !== 0)
                writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.valueBytesMax);
            if (message.inFlightMax != null && $Object.hasOwnProperty.call(message, "inFlightMax") && message.inFlightMax !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.inFlightMax);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Welcome message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Welcome
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Welcome & gramme.Welcome.$Shape} Welcome
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Welcome.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Welcome();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.features = value;
                        else
                            delete message.features;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.cluster = value;
                        else
                            delete message.cluster;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.nodeId = value;
                        else
                            delete message.nodeId;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.agent = value;
                        else
                            delete message.agent;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.valueBytesMax = value;
                        else
                            delete message.valueBytesMax;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.inFlightMax = value;
                        else
                            delete message.inFlightMax;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Welcome;
    })();

    gramme.Failure = (function() {

        /**
         * Properties of a Failure.
         * @typedef {Object} gramme.Failure.$Properties
         * @property {number|null} [code] Failure code
         * @property {string|null} [message] Failure message
         * @property {number|null} [needed] Failure needed
         * @property {number|null} [got] Failure got
         * @property {number|null} [retryAfterMs] Failure retryAfterMs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Failure.
         * @memberof gramme
         * @interface IFailure
         * @augments gramme.Failure.$Properties
         * @deprecated Use gramme.Failure.$Properties instead.
         */

        /**
         * Shape of a Failure.
         * @typedef {gramme.Failure.$Properties} gramme.Failure.$Shape
         */

        /**
         * Constructs a new Failure.
         * @memberof gramme
         * @classdesc Represents a Failure.
         * @constructor
         * @param {gramme.Failure.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Failure = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Failure code.
         * @member {number} code
         * @memberof gramme.Failure
         * @instance
         */
        Failure.prototype.code = 0;

        /**
         * Failure message.
         * @member {string} message
         * @memberof gramme.Failure
         * @instance
         */
        Failure.prototype.message = "";

        /**
         * Failure needed.
         * @member {number} needed
         * @memberof gramme.Failure
         * @instance
         */
        Failure.prototype.needed = 0;

        /**
         * Failure got.
         * @member {number} got
         * @memberof gramme.Failure
         * @instance
         */
        Failure.prototype.got = 0;

        /**
         * Failure retryAfterMs.
         * @member {number} retryAfterMs
         * @memberof gramme.Failure
         * @instance
         */
        Failure.prototype.retryAfterMs = 0;

        /**
         * Encodes the specified Failure message. Does not implicitly {@link gramme.Failure.verify|verify} messages.
         * @function encode
         * @memberof gramme.Failure
         * @static
         * @param {gramme.Failure.$Properties} message Failure message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Failure.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.code);
            if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
            if (message.needed != null && $Object.hasOwnProperty.call(message, "needed") && message.needed !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.needed);
            if (message.got != null && $Object.hasOwnProperty.call(message, "got") && message.got !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.got);
            if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs") && message.retryAfterMs !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.retryAfterMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Failure message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Failure
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Failure & gramme.Failure.$Shape} Failure
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Failure.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Failure();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.message = value;
                        else
                            delete message.message;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.needed = value;
                        else
                            delete message.needed;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.got = value;
                        else
                            delete message.got;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.retryAfterMs = value;
                        else
                            delete message.retryAfterMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Failure;
    })();

    gramme.Get = (function() {

        /**
         * Properties of a Get.
         * @typedef {Object} gramme.Get.$Properties
         * @property {Uint8Array|null} [key] Get key
         * @property {number|null} [r] Get r
         * @property {number|null} [ringDigest] Get ringDigest
         * @property {boolean|null} [strict] Get strict
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Get.
         * @memberof gramme
         * @interface IGet
         * @augments gramme.Get.$Properties
         * @deprecated Use gramme.Get.$Properties instead.
         */

        /**
         * Shape of a Get.
         * @typedef {gramme.Get.$Properties} gramme.Get.$Shape
         */

        /**
         * Constructs a new Get.
         * @memberof gramme
         * @classdesc Represents a Get.
         * @constructor
         * @param {gramme.Get.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Get = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Get key.
         * @member {Uint8Array} key
         * @memberof gramme.Get
         * @instance
         */
        Get.prototype.key = $util.newBuffer([]);

        /**
         * Get r.
         * @member {number} r
         * @memberof gramme.Get
         * @instance
         */
        Get.prototype.r = 0;

        /**
         * Get ringDigest.
         * @member {number} ringDigest
         * @memberof gramme.Get
         * @instance
         */
        Get.prototype.ringDigest = 0;

        /**
         * Get strict.
         * @member {boolean} strict
         * @memberof gramme.Get
         * @instance
         */
        Get.prototype.strict = false;

        /**
         * Encodes the specified Get message. Does not implicitly {@link gramme.Get.verify|verify} messages.
         * @function encode
         * @memberof gramme.Get
         * @static
         * @param {gramme.Get.$Properties} message Get message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Get.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
            if (message.r != null && $Object.hasOwnProperty.call(message, "r") && message.r !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.r);
            if (message.ringDigest != null && $Object.hasOwnProperty.call(message, "ringDigest") && message.ringDigest !== 0)
                writer.uint32(/* id 3, wireType 5 =*/29).fixed32(message.ringDigest);
            if (message.strict != null && $Object.hasOwnProperty.call(message, "strict") && message.strict !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.strict);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Get message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Get
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Get & gramme.Get.$Shape} Get
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Get.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Get();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.r = value;
                        else
                            delete message.r;
                        continue;
                    }
                case 3: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.ringDigest = value;
                        else
                            delete message.ringDigest;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.strict = value;
                        else
                            delete message.strict;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Get;
    })();

    gramme.GetReply = (function() {

        /**
         * Properties of a GetReply.
         * @typedef {Object} gramme.GetReply.$Properties
         * @property {Uint8Array|null} [context] GetReply context
         * @property {Array.<gramme.Sibling.$Properties>|null} [siblings] GetReply siblings
         * @property {number|null} [replies] GetReply replies
         * @property {boolean|null} [sloppy] GetReply sloppy
         * @property {string|null} [fastest] GetReply fastest
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a GetReply.
         * @memberof gramme
         * @interface IGetReply
         * @augments gramme.GetReply.$Properties
         * @deprecated Use gramme.GetReply.$Properties instead.
         */

        /**
         * Shape of a GetReply.
         * @typedef {gramme.GetReply.$Properties} gramme.GetReply.$Shape
         */

        /**
         * Constructs a new GetReply.
         * @memberof gramme
         * @classdesc Represents a GetReply.
         * @constructor
         * @param {gramme.GetReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const GetReply = function (properties) {
            this.siblings = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * GetReply context.
         * @member {Uint8Array} context
         * @memberof gramme.GetReply
         * @instance
         */
        GetReply.prototype.context = $util.newBuffer([]);

        /**
         * GetReply siblings.
         * @member {Array.<gramme.Sibling.$Properties>} siblings
         * @memberof gramme.GetReply
         * @instance
         */
        GetReply.prototype.siblings = $util.emptyArray;

        /**
         * GetReply replies.
         * @member {number} replies
         * @memberof gramme.GetReply
         * @instance
         */
        GetReply.prototype.replies = 0;

        /**
         * GetReply sloppy.
         * @member {boolean} sloppy
         * @memberof gramme.GetReply
         * @instance
         */
        GetReply.prototype.sloppy = false;

        /**
         * GetReply fastest.
         * @member {string} fastest
         * @memberof gramme.GetReply
         * @instance
         */
        GetReply.prototype.fastest = "";

        /**
         * Encodes the specified GetReply message. Does not implicitly {@link gramme.GetReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.GetReply
         * @static
         * @param {gramme.GetReply.$Properties} message GetReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        GetReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.context != null && $Object.hasOwnProperty.call(message, "context") && message.context.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.context);
            if (message.siblings != null && message.siblings.length)
                for (let i = 0; i < message.siblings.length; ++i)
                    $root.gramme.Sibling.encode(message.siblings[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.replies != null && $Object.hasOwnProperty.call(message, "replies") && message.replies !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.replies);
            if (message.sloppy != null && $Object.hasOwnProperty.call(message, "sloppy") && message.sloppy !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.sloppy);
            if (message.fastest != null && $Object.hasOwnProperty.call(message, "fastest") && message.fastest !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.fastest);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a GetReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.GetReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.GetReply & gramme.GetReply.$Shape} GetReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        GetReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.GetReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.context = value;
                        else
                            delete message.context;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.siblings && message.siblings.length))
                            message.siblings = [];
                        message.siblings.push($root.gramme.Sibling.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.replies = value;
                        else
                            delete message.replies;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.sloppy = value;
                        else
                            delete message.sloppy;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.fastest = value;
                        else
                            delete message.fastest;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return GetReply;
    })();

    gramme.Sibling = (function() {

        /**
         * Properties of a Sibling.
         * @typedef {Object} gramme.Sibling.$Properties
         * @property {number|null} [length] Sibling length
         * @property {number|null} [writtenAtMs] Sibling writtenAtMs
         * @property {number|null} [expiresAtMs] Sibling expiresAtMs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Sibling.
         * @memberof gramme
         * @interface ISibling
         * @augments gramme.Sibling.$Properties
         * @deprecated Use gramme.Sibling.$Properties instead.
         */

        /**
         * Shape of a Sibling.
         * @typedef {gramme.Sibling.$Properties} gramme.Sibling.$Shape
         */

        /**
         * Constructs a new Sibling.
         * @memberof gramme
         * @classdesc Represents a Sibling.
         * @constructor
         * @param {gramme.Sibling.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Sibling = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Sibling length.
         * @member {number} length
         * @memberof gramme.Sibling
         * @instance
         */
        Sibling.prototype.length = 0;

        /**
         * Sibling writtenAtMs.
         * @member {number} writtenAtMs
         * @memberof gramme.Sibling
         * @instance
         */
        Sibling.prototype.writtenAtMs = 0;

        /**
         * Sibling expiresAtMs.
         * @member {number} expiresAtMs
         * @memberof gramme.Sibling
         * @instance
         */
        Sibling.prototype.expiresAtMs = 0;

        /**
         * Encodes the specified Sibling message. Does not implicitly {@link gramme.Sibling.verify|verify} messages.
         * @function encode
         * @memberof gramme.Sibling
         * @static
         * @param {gramme.Sibling.$Properties} message Sibling message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Sibling.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.length);
            if (message.writtenAtMs != null && $Object.hasOwnProperty.call(message, "writtenAtMs") && !$Object.is(message.writtenAtMs, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.writtenAtMs);
            if (message.expiresAtMs != null && $Object.hasOwnProperty.call(message, "expiresAtMs") && !$Object.is(message.expiresAtMs, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.expiresAtMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Sibling message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Sibling
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Sibling & gramme.Sibling.$Shape} Sibling
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Sibling.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Sibling();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.length = value;
                        else
                            delete message.length;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.writtenAtMs = value;
                        else
                            delete message.writtenAtMs;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.expiresAtMs = value;
                        else
                            delete message.expiresAtMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Sibling;
    })();

    gramme.Put = (function() {

        /**
         * Properties of a Put.
         * @typedef {Object} gramme.Put.$Properties
         * @property {Uint8Array|null} [key] Put key
         * @property {Uint8Array|null} [context] Put context
         * @property {Uint8Array|null} [writeId] Put writeId
         * @property {number|null} [w] Put w
         * @property {gramme.Durability|null} [durability] Put durability
         * @property {number|null} [ringDigest] Put ringDigest
         * @property {boolean|null} [ifCurrent] Put ifCurrent
         * @property {boolean|null} [strict] Put strict
         * @property {number|null} [ttlMs] Put ttlMs
         * @property {string|null} [coordinator] Put coordinator
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Put.
         * @memberof gramme
         * @interface IPut
         * @augments gramme.Put.$Properties
         * @deprecated Use gramme.Put.$Properties instead.
         */

        /**
         * Shape of a Put.
         * @typedef {gramme.Put.$Properties} gramme.Put.$Shape
         */

        /**
         * Constructs a new Put.
         * @memberof gramme
         * @classdesc Represents a Put.
         * @constructor
         * @param {gramme.Put.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Put = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Put key.
         * @member {Uint8Array} key
         * @memberof gramme.Put
         * @instance
         */
        Put.prototype.key = $util.newBuffer([]);

        /**
         * Put context.
         * @member {Uint8Array} context
         * @memberof gramme.Put
         * @instance
         */
        Put.prototype.context = $util.newBuffer([]);

        /**
         * Put writeId.
         * @member {Uint8Array} writeId
         * @memberof gramme.Put
         * @instance
         */
        Put.prototype.writeId = $util.newBuffer([]);

        /**
         * Put w.
         * @member {number} w
         * @memberof gramme.Put
         * @instance
         */
        Put.prototype.w = 0;

        /**
         * Put durability.
         * @member {gramme.Durability} durability
         * @memberof gramme.Put
         * @instance
         */
        Put.prototype.durability = 0;

        /**
         * Put ringDigest.
         * @member {number} ringDigest
         * @memberof gramme.Put
         * @instance
         */
        Put.prototype.ringDigest = 0;

        /**
         * Put ifCurrent.
         * @member {boolean} ifCurrent
         * @memberof gramme.Put
         * @instance
         */
        Put.prototype.ifCurrent = false;

        /**
         * Put strict.
         * @member {boolean} strict
         * @memberof gramme.Put
         * @instance
         */
        Put.prototype.strict = false;

        /**
         * Put ttlMs.
         * @member {number} ttlMs
         * @memberof gramme.Put
         * @instance
         */
        Put.prototype.ttlMs = 0;

        /**
         * Put coordinator.
         * @member {string} coordinator
         * @memberof gramme.Put
         * @instance
         */
        Put.prototype.coordinator = "";

        /**
         * Encodes the specified Put message. Does not implicitly {@link gramme.Put.verify|verify} messages.
         * @function encode
         * @memberof gramme.Put
         * @static
         * @param {gramme.Put.$Properties} message Put message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Put.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
            if (message.context != null && $Object.hasOwnProperty.call(message, "context") && message.context.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.context);
            if (message.writeId != null && $Object.hasOwnProperty.call(message, "writeId") && message.writeId.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.writeId);
            if (message.w != null && $Object.hasOwnProperty.call(message, "w") && message.w !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.w);
            if (message.durability != null && $Object.hasOwnProperty.call(message, "durability") && message.durability !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).int32(message.durability);
            if (message.ringDigest != null && $Object.hasOwnProperty.call(message, "ringDigest") && message.ringDigest !== 0)
                writer.uint32(/* id 6, wireType 5 =*/53).fixed32(message.ringDigest);
            if (message.ifCurrent != null && $Object.hasOwnProperty.call(message, "ifCurrent") && message.ifCurrent !== false)
                writer.uint32(/* id 7, wireType 0 =*/56).bool(message.ifCurrent);
            if (message.strict != null && $Object.hasOwnProperty.call(message, "strict") && message.strict !== false)
                writer.uint32(/* id 8, wireType 0 =*/64).bool(message.strict);
            if (message.ttlMs != null && $Object.hasOwnProperty.call(message, "ttlMs") && !$Object.is(message.ttlMs, 0))
                writer.uint32(/* id 9, wireType 1 =*/73).double(message.ttlMs);
            if (message.coordinator != null && $Object.hasOwnProperty.call(message, "coordinator") && message.coordinator !== "")
                writer.uint32(/* id 10, wireType 2 =*/82).string(message.coordinator);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Put message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Put
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Put & gramme.Put.$Shape} Put
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Put.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Put();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.context = value;
                        else
                            delete message.context;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.writeId = value;
                        else
                            delete message.writeId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.w = value;
                        else
                            delete message.w;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.durability = value;
                        else
                            delete message.durability;
                        continue;
                    }
                case 6: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.ringDigest = value;
                        else
                            delete message.ringDigest;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.ifCurrent = value;
                        else
                            delete message.ifCurrent;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.strict = value;
                        else
                            delete message.strict;
                        continue;
                    }
                case 9: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.ttlMs = value;
                        else
                            delete message.ttlMs;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.coordinator = value;
                        else
                            delete message.coordinator;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Put;
    })();

    /**
     * Durability enum.
     * @name gramme.Durability
     * @enum {number}
     * @property {number} DURABILITY_DEFAULT=0 DURABILITY_DEFAULT value
     * @property {number} DURABILITY_ALWAYS=1 DURABILITY_ALWAYS value
     * @property {number} DURABILITY_INTERVAL=2 DURABILITY_INTERVAL value
     * @property {number} DURABILITY_OS=3 DURABILITY_OS value
     * @property {number} DURABILITY_ONE=4 DURABILITY_ONE value
     */
    gramme.Durability = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "DURABILITY_DEFAULT"] = 0;
        values[valuesById[1] = "DURABILITY_ALWAYS"] = 1;
        values[valuesById[2] = "DURABILITY_INTERVAL"] = 2;
        values[valuesById[3] = "DURABILITY_OS"] = 3;
        values[valuesById[4] = "DURABILITY_ONE"] = 4;
        return values;
    })();

    gramme.PutReply = (function() {

        /**
         * Properties of a PutReply.
         * @typedef {Object} gramme.PutReply.$Properties
         * @property {Uint8Array|null} [context] PutReply context
         * @property {number|null} [replies] PutReply replies
         * @property {boolean|null} [sloppy] PutReply sloppy
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a PutReply.
         * @memberof gramme
         * @interface IPutReply
         * @augments gramme.PutReply.$Properties
         * @deprecated Use gramme.PutReply.$Properties instead.
         */

        /**
         * Shape of a PutReply.
         * @typedef {gramme.PutReply.$Properties} gramme.PutReply.$Shape
         */

        /**
         * Constructs a new PutReply.
         * @memberof gramme
         * @classdesc Represents a PutReply.
         * @constructor
         * @param {gramme.PutReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const PutReply = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * PutReply context.
         * @member {Uint8Array} context
         * @memberof gramme.PutReply
         * @instance
         */
        PutReply.prototype.context = $util.newBuffer([]);

        /**
         * PutReply replies.
         * @member {number} replies
         * @memberof gramme.PutReply
         * @instance
         */
        PutReply.prototype.replies = 0;

        /**
         * PutReply sloppy.
         * @member {boolean} sloppy
         * @memberof gramme.PutReply
         * @instance
         */
        PutReply.prototype.sloppy = false;

        /**
         * Encodes the specified PutReply message. Does not implicitly {@link gramme.PutReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.PutReply
         * @static
         * @param {gramme.PutReply.$Properties} message PutReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        PutReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.context != null && $Object.hasOwnProperty.call(message, "context") && message.context.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.context);
            if (message.replies != null && $Object.hasOwnProperty.call(message, "replies") && message.replies !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.replies);
            if (message.sloppy != null && $Object.hasOwnProperty.call(message, "sloppy") && message.sloppy !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.sloppy);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a PutReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.PutReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.PutReply & gramme.PutReply.$Shape} PutReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        PutReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.PutReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.context = value;
                        else
                            delete message.context;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.replies = value;
                        else
                            delete message.replies;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.sloppy = value;
                        else
                            delete message.sloppy;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return PutReply;
    })();

    gramme.RingRequest = (function() {

        /**
         * Properties of a RingRequest.
         * @typedef {Object} gramme.RingRequest.$Properties
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RingRequest.
         * @memberof gramme
         * @interface IRingRequest
         * @augments gramme.RingRequest.$Properties
         * @deprecated Use gramme.RingRequest.$Properties instead.
         */

        /**
         * Shape of a RingRequest.
         * @typedef {gramme.RingRequest.$Properties} gramme.RingRequest.$Shape
         */

        /**
         * Constructs a new RingRequest.
         * @memberof gramme
         * @classdesc Represents a RingRequest.
         * @constructor
         * @param {gramme.RingRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RingRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Encodes the specified RingRequest message. Does not implicitly {@link gramme.RingRequest.verify|verify} messages.
         * @function encode
         * @memberof gramme.RingRequest
         * @static
         * @param {gramme.RingRequest.$Properties} message RingRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RingRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RingRequest message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.RingRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.RingRequest & gramme.RingRequest.$Shape} RingRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RingRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.RingRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                reader.skipType(tag & 7, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RingRequest;
    })();

    gramme.RingReply = (function() {

        /**
         * Properties of a RingReply.
         * @typedef {Object} gramme.RingReply.$Properties
         * @property {string|null} [cluster] RingReply cluster
         * @property {number|null} [partitionCount] RingReply partitionCount
         * @property {number|null} [replicaCount] RingReply replicaCount
         * @property {number|null} [readQuorum] RingReply readQuorum
         * @property {number|null} [writeQuorum] RingReply writeQuorum
         * @property {number|null} [ringDigest] RingReply ringDigest
         * @property {Array.<gramme.Member.$Properties>|null} [members] RingReply members
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RingReply.
         * @memberof gramme
         * @interface IRingReply
         * @augments gramme.RingReply.$Properties
         * @deprecated Use gramme.RingReply.$Properties instead.
         */

        /**
         * Shape of a RingReply.
         * @typedef {gramme.RingReply.$Properties} gramme.RingReply.$Shape
         */

        /**
         * Constructs a new RingReply.
         * @memberof gramme
         * @classdesc Represents a RingReply.
         * @constructor
         * @param {gramme.RingReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RingReply = function (properties) {
            this.members = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RingReply cluster.
         * @member {string} cluster
         * @memberof gramme.RingReply
         * @instance
         */
        RingReply.prototype.cluster = "";

        /**
         * RingReply partitionCount.
         * @member {number} partitionCount
         * @memberof gramme.RingReply
         * @instance
         */
        RingReply.prototype.partitionCount = 0;

        /**
         * RingReply replicaCount.
         * @member {number} replicaCount
         * @memberof gramme.RingReply
         * @instance
         */
        RingReply.prototype.replicaCount = 0;

        /**
         * RingReply readQuorum.
         * @member {number} readQuorum
         * @memberof gramme.RingReply
         * @instance
         */
        RingReply.prototype.readQuorum = 0;

        /**
         * RingReply writeQuorum.
         * @member {number} writeQuorum
         * @memberof gramme.RingReply
         * @instance
         */
        RingReply.prototype.writeQuorum = 0;

        /**
         * RingReply ringDigest.
         * @member {number} ringDigest
         * @memberof gramme.RingReply
         * @instance
         */
        RingReply.prototype.ringDigest = 0;

        /**
         * RingReply members.
         * @member {Array.<gramme.Member.$Properties>} members
         * @memberof gramme.RingReply
         * @instance
         */
        RingReply.prototype.members = $util.emptyArray;

        /**
         * Encodes the specified RingReply message. Does not implicitly {@link gramme.RingReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.RingReply
         * @static
         * @param {gramme.RingReply.$Properties} message RingReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RingReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster") && message.cluster !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.cluster);
            if (message.partitionCount != null && $Object.hasOwnProperty.call(message, "partitionCount") && message.partitionCount !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.partitionCount);
            if (message.replicaCount != null && $Object.hasOwnProperty.call(message, "replicaCount") && message.replicaCount !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.replicaCount);
            if (message.readQuorum != null && $Object.hasOwnProperty.call(message, "readQuorum") && message.readQuorum !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.readQuorum);
            if (message.writeQuorum != null && $Object.hasOwnProperty.call(message, "writeQuorum") && message.writeQuorum !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.writeQuorum);
            if (message.ringDigest != null && $Object.hasOwnProperty.call(message, "ringDigest") && message.ringDigest !== 0)
                writer.uint32(/* id 6, wireType 5 =*/53).fixed32(message.ringDigest);
            if (message.members != null && message.members.length)
                for (let i = 0; i < message.members.length; ++i)
                    $root.gramme.Member.encode(message.members[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RingReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.RingReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.RingReply & gramme.RingReply.$Shape} RingReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RingReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.RingReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.cluster = value;
                        else
                            delete message.cluster;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.partitionCount = value;
                        else
                            delete message.partitionCount;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.replicaCount = value;
                        else
                            delete message.replicaCount;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.readQuorum = value;
                        else
                            delete message.readQuorum;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.writeQuorum = value;
                        else
                            delete message.writeQuorum;
                        continue;
                    }
                case 6: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.ringDigest = value;
                        else
                            delete message.ringDigest;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.members && message.members.length))
                            message.members = [];
                        message.members.push($root.gramme.Member.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RingReply;
    })();

    gramme.Member = (function() {

        /**
         * Properties of a Member.
         * @typedef {Object} gramme.Member.$Properties
         * @property {string|null} [id] Member id
         * @property {number|null} [incarnation] Member incarnation
         * @property {number|null} [version] Member version
         * @property {string|null} [address] Member address
         * @property {number|null} [weight] Member weight
         * @property {string|null} [zone] Member zone
         * @property {gramme.MemberStatus|null} [status] Member status
         * @property {Array.<string>|null} [removes] Member removes
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Member.
         * @memberof gramme
         * @interface IMember
         * @augments gramme.Member.$Properties
         * @deprecated Use gramme.Member.$Properties instead.
         */

        /**
         * Shape of a Member.
         * @typedef {gramme.Member.$Properties} gramme.Member.$Shape
         */

        /**
         * Constructs a new Member.
         * @memberof gramme
         * @classdesc Represents a Member.
         * @constructor
         * @param {gramme.Member.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Member = function (properties) {
            this.removes = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Member id.
         * @member {string} id
         * @memberof gramme.Member
         * @instance
         */
        Member.prototype.id = "";

        /**
         * Member incarnation.
         * @member {number} incarnation
         * @memberof gramme.Member
         * @instance
         */
        Member.prototype.incarnation = 0;

        /**
         * Member version.
         * @member {number} version
         * @memberof gramme.Member
         * @instance
         */
        Member.prototype.version = 0;

        /**
         * Member address.
         * @member {string} address
         * @memberof gramme.Member
         * @instance
         */
        Member.prototype.address = "";

        /**
         * Member weight.
         * @member {number} weight
         * @memberof gramme.Member
         * @instance
         */
        Member.prototype.weight = 0;

        /**
         * Member zone.
         * @member {string} zone
         * @memberof gramme.Member
         * @instance
         */
        Member.prototype.zone = "";

        /**
         * Member status.
         * @member {gramme.MemberStatus} status
         * @memberof gramme.Member
         * @instance
         */
        Member.prototype.status = 0;

        /**
         * Member removes.
         * @member {Array.<string>} removes
         * @memberof gramme.Member
         * @instance
         */
        Member.prototype.removes = $util.emptyArray;

        /**
         * Encodes the specified Member message. Does not implicitly {@link gramme.Member.verify|verify} messages.
         * @function encode
         * @memberof gramme.Member
         * @static
         * @param {gramme.Member.$Properties} message Member message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Member.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && !$Object.is(message.incarnation, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.incarnation);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.version);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.address);
            if (message.weight != null && $Object.hasOwnProperty.call(message, "weight") && !$Object.is(message.weight, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.weight);
            if (message.zone != null && $Object.hasOwnProperty.call(message, "zone") && message.zone !== "")
                writer.uint32(/* id 6, wireType 2 =*/50).string(message.zone);
            if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).int32(message.status);
            if (message.removes != null && message.removes.length)
                for (let i = 0; i < message.removes.length; ++i)
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.removes[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Member message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Member
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Member & gramme.Member.$Shape} Member
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Member.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Member();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.weight = value;
                        else
                            delete message.weight;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.zone = value;
                        else
                            delete message.zone;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.status = value;
                        else
                            delete message.status;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if (!(message.removes && message.removes.length))
                            message.removes = [];
                        message.removes.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Member;
    })();

    /**
     * MemberStatus enum.
     * @name gramme.MemberStatus
     * @enum {number}
     * @property {number} MEMBER_UP=0 MEMBER_UP value
     * @property {number} MEMBER_LEFT=1 MEMBER_LEFT value
     * @property {number} MEMBER_LEAVING=2 MEMBER_LEAVING value
     * @property {number} MEMBER_WAITING=3 MEMBER_WAITING value
     */
    gramme.MemberStatus = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "MEMBER_UP"] = 0;
        values[valuesById[1] = "MEMBER_LEFT"] = 1;
        values[valuesById[2] = "MEMBER_LEAVING"] = 2;
        values[valuesById[3] = "MEMBER_WAITING"] = 3;
        return values;
    })();

    gramme.StatusRequest = (function() {

        /**
         * Properties of a StatusRequest.
         * @typedef {Object} gramme.StatusRequest.$Properties
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StatusRequest.
         * @memberof gramme
         * @interface IStatusRequest
         * @augments gramme.StatusRequest.$Properties
         * @deprecated Use gramme.StatusRequest.$Properties instead.
         */

        /**
         * Shape of a StatusRequest.
         * @typedef {gramme.StatusRequest.$Properties} gramme.StatusRequest.$Shape
         */

        /**
         * Constructs a new StatusRequest.
         * @memberof gramme
         * @classdesc Represents a StatusRequest.
         * @constructor
         * @param {gramme.StatusRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StatusRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Encodes the specified StatusRequest message. Does not implicitly {@link gramme.StatusRequest.verify|verify} messages.
         * @function encode
         * @memberof gramme.StatusRequest
         * @static
         * @param {gramme.StatusRequest.$Properties} message StatusRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StatusRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a StatusRequest message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.StatusRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.StatusRequest & gramme.StatusRequest.$Shape} StatusRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StatusRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.StatusRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                reader.skipType(tag & 7, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return StatusRequest;
    })();

    gramme.StatusReply = (function() {

        /**
         * Properties of a StatusReply.
         * @typedef {Object} gramme.StatusReply.$Properties
         * @property {gramme.Member.$Properties|null} [self] StatusReply self
         * @property {number|null} [uptimeMs] StatusReply uptimeMs
         * @property {string|null} [version] StatusReply version
         * @property {gramme.StoreStatus.$Properties|null} [store] StatusReply store
         * @property {Array.<gramme.PeerStatus.$Properties>|null} [peers] StatusReply peers
         * @property {number|null} [ringDigest] StatusReply ringDigest
         * @property {number|null} [virtualNodes] StatusReply virtualNodes
         * @property {Array.<gramme.Counter.$Properties>|null} [counters] StatusReply counters
         * @property {string|null} [durability] StatusReply durability
         * @property {number|null} [memoryBytes] StatusReply memoryBytes
         * @property {number|null} [clients] StatusReply clients
         * @property {Array.<gramme.RepairStatus.$Properties>|null} [repairs] StatusReply repairs
         * @property {gramme.HintsStatus.$Properties|null} [hints] StatusReply hints
         * @property {gramme.ReapStatus.$Properties|null} [reaping] StatusReply reaping
         * @property {gramme.SurrenderStatus.$Properties|null} [surrender] StatusReply surrender
         * @property {gramme.AdmissionStatus.$Properties|null} [admission] StatusReply admission
         * @property {gramme.FillStatus.$Properties|null} [filling] StatusReply filling
         * @property {gramme.ScrubStatus.$Properties|null} [scrub] StatusReply scrub
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StatusReply.
         * @memberof gramme
         * @interface IStatusReply
         * @augments gramme.StatusReply.$Properties
         * @deprecated Use gramme.StatusReply.$Properties instead.
         */

        /**
         * Shape of a StatusReply.
         * @typedef {gramme.StatusReply.$Properties} gramme.StatusReply.$Shape
         */

        /**
         * Constructs a new StatusReply.
         * @memberof gramme
         * @classdesc Represents a StatusReply.
         * @constructor
         * @param {gramme.StatusReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StatusReply = function (properties) {
            this.peers = [];
            this.counters = [];
            this.repairs = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * StatusReply self.
         * @member {gramme.Member.$Properties|null|undefined} self
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.self = null;

        /**
         * StatusReply uptimeMs.
         * @member {number} uptimeMs
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.uptimeMs = 0;

        /**
         * StatusReply version.
         * @member {string} version
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.version = "";

        /**
         * StatusReply store.
         * @member {gramme.StoreStatus.$Properties|null|undefined} store
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.store = null;

        /**
         * StatusReply peers.
         * @member {Array.<gramme.PeerStatus.$Properties>} peers
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.peers = $util.emptyArray;

        /**
         * StatusReply ringDigest.
         * @member {number} ringDigest
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.ringDigest = 0;

        /**
         * StatusReply virtualNodes.
         * @member {number} virtualNodes
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.virtualNodes = 0;

        /**
         * StatusReply counters.
         * @member {Array.<gramme.Counter.$Properties>} counters
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.counters = $util.emptyArray;

        /**
         * StatusReply durability.
         * @member {string} durability
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.durability = "";

        /**
         * StatusReply memoryBytes.
         * @member {number} memoryBytes
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.memoryBytes = 0;

        /**
         * StatusReply clients.
         * @member {number} clients
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.clients = 0;

        /**
         * StatusReply repairs.
         * @member {Array.<gramme.RepairStatus.$Properties>} repairs
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.repairs = $util.emptyArray;

        /**
         * StatusReply hints.
         * @member {gramme.HintsStatus.$Properties|null|undefined} hints
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.hints = null;

        /**
         * StatusReply reaping.
         * @member {gramme.ReapStatus.$Properties|null|undefined} reaping
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.reaping = null;

        /**
         * StatusReply surrender.
         * @member {gramme.SurrenderStatus.$Properties|null|undefined} surrender
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.surrender = null;

        /**
         * StatusReply admission.
         * @member {gramme.AdmissionStatus.$Properties|null|undefined} admission
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.admission = null;

        /**
         * StatusReply filling.
         * @member {gramme.FillStatus.$Properties|null|undefined} filling
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.filling = null;

        /**
         * StatusReply scrub.
         * @member {gramme.ScrubStatus.$Properties|null|undefined} scrub
         * @memberof gramme.StatusReply
         * @instance
         */
        StatusReply.prototype.scrub = null;

        /**
         * Encodes the specified StatusReply message. Does not implicitly {@link gramme.StatusReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.StatusReply
         * @static
         * @param {gramme.StatusReply.$Properties} message StatusReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StatusReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.self != null && $Object.hasOwnProperty.call(message, "self"))
                $root.gramme.Member.encode(message.self, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.uptimeMs != null && $Object.hasOwnProperty.call(message, "uptimeMs") && !$Object.is(message.uptimeMs, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.uptimeMs);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.version);
            if (message.store != null && $Object.hasOwnProperty.call(message, "store"))
                $root.gramme.StoreStatus.encode(message.store, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.peers != null && message.peers.length)
                for (let i = 0; i < message.peers.length; ++i)
                    $root.gramme.PeerStatus.encode(message.peers[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.ringDigest != null && $Object.hasOwnProperty.call(message, "ringDigest") && message.ringDigest !== 0)
                writer.uint32(/* id 6, wireType 5 =*/53).fixed32(message.ringDigest);
            if (message.virtualNodes != null && $Object.hasOwnProperty.call(message, "virtualNodes") && message.virtualNodes !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.virtualNodes);
            if (message.counters != null && message.counters.length)
                for (let i = 0; i < message.counters.length; ++i)
                    $root.gramme.Counter.encode(message.counters[i], writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
            if (message.durability != null && $Object.hasOwnProperty.call(message, "durability") && message.durability !== "")
                writer.uint32(/* id 9, wireType 2 =*/74).string(message.durability);
            if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes") && !$Object.is(message.memoryBytes, 0))
                writer.uint32(/* id 10, wireType 1 =*/81).double(message.memoryBytes);
            if (message.clients != null && $Object.hasOwnProperty.call(message, "clients") && message.clients !== 0)
                writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.clients);
            if (message.repairs != null && message.repairs.length)
                for (let i = 0; i < message.repairs.length; ++i)
                    $root.gramme.RepairStatus.encode(message.repairs[i], writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
            if (message.hints != null && $Object.hasOwnProperty.call(message, "hints"))
                $root.gramme.HintsStatus.encode(message.hints, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
            if (message.reaping != null && $Object.hasOwnProperty.call(message, "reaping"))
                $root.gramme.ReapStatus.encode(message.reaping, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
            if (message.surrender != null && $Object.hasOwnProperty.call(message, "surrender"))
                $root.gramme.SurrenderStatus.encode(message.surrender, writer.uint32(/* id 20, wireType 2 =*/162).fork(), _depth + 1).ldelim();
            if (message.admission != null && $Object.hasOwnProperty.call(message, "admission"))
                $root.gramme.AdmissionStatus.encode(message.admission, writer.uint32(/* id 21, wireType 2 =*/170).fork(), _depth + 1).ldelim();
            if (message.filling != null && $Object.hasOwnProperty.call(message, "filling"))
                $root.gramme.FillStatus.encode(message.filling, writer.uint32(/* id 22, wireType 2 =*/178).fork(), _depth + 1).ldelim();
            if (message.scrub != null && $Object.hasOwnProperty.call(message, "scrub"))
                $root.gramme.ScrubStatus.encode(message.scrub, writer.uint32(/* id 23, wireType 2 =*/186).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a StatusReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.StatusReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.StatusReply & gramme.StatusReply.$Shape} StatusReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StatusReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.StatusReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.self = $root.gramme.Member.decode(reader, reader.size(), $undefined, _depth + 1, message.self);
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.uptimeMs = value;
                        else
                            delete message.uptimeMs;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.store = $root.gramme.StoreStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.store);
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.peers && message.peers.length))
                            message.peers = [];
                        message.peers.push($root.gramme.PeerStatus.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 6: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.ringDigest = value;
                        else
                            delete message.ringDigest;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.virtualNodes = value;
                        else
                            delete message.virtualNodes;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if (!(message.counters && message.counters.length))
                            message.counters = [];
                        message.counters.push($root.gramme.Counter.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.durability = value;
                        else
                            delete message.durability;
                        continue;
                    }
                case 10: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.memoryBytes = value;
                        else
                            delete message.memoryBytes;
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.clients = value;
                        else
                            delete message.clients;
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        if (!(message.repairs && message.repairs.length))
                            message.repairs = [];
                        message.repairs.push($root.gramme.RepairStatus.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.hints = $root.gramme.HintsStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.hints);
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.reaping = $root.gramme.ReapStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.reaping);
                        continue;
                    }
                case 20: {
                        if (wireType !== 2)
                            break;
                        message.surrender = $root.gramme.SurrenderStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.surrender);
                        continue;
                    }
                case 21: {
                        if (wireType !== 2)
                            break;
                        message.admission = $root.gramme.AdmissionStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.admission);
                        continue;
                    }
                case 22: {
                        if (wireType !== 2)
                            break;
                        message.filling = $root.gramme.FillStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.filling);
                        continue;
                    }
                case 23: {
                        if (wireType !== 2)
                            break;
                        message.scrub = $root.gramme.ScrubStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.scrub);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return StatusReply;
    })();

    gramme.ScrubStatus = (function() {

        /**
         * Properties of a ScrubStatus.
         * @typedef {Object} gramme.ScrubStatus.$Properties
         * @property {number|null} [finishedMsAgo] ScrubStatus finishedMsAgo
         * @property {number|null} [tookMs] ScrubStatus tookMs
         * @property {number|null} [passes] ScrubStatus passes
         * @property {number|null} [bytes] ScrubStatus bytes
         * @property {number|null} [damaged] ScrubStatus damaged
         * @property {number|null} [mended] ScrubStatus mended
         * @property {number|null} [unreadable] ScrubStatus unreadable
         * @property {number|null} [treesMended] ScrubStatus treesMended
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ScrubStatus.
         * @memberof gramme
         * @interface IScrubStatus
         * @augments gramme.ScrubStatus.$Properties
         * @deprecated Use gramme.ScrubStatus.$Properties instead.
         */

        /**
         * Shape of a ScrubStatus.
         * @typedef {gramme.ScrubStatus.$Properties} gramme.ScrubStatus.$Shape
         */

        /**
         * Constructs a new ScrubStatus.
         * @memberof gramme
         * @classdesc Represents a ScrubStatus.
         * @constructor
         * @param {gramme.ScrubStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ScrubStatus = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ScrubStatus finishedMsAgo.
         * @member {number} finishedMsAgo
         * @memberof gramme.ScrubStatus
         * @instance
         */
        ScrubStatus.prototype.finishedMsAgo = 0;

        /**
         * ScrubStatus tookMs.
         * @member {number} tookMs
         * @memberof gramme.ScrubStatus
         * @instance
         */
        ScrubStatus.prototype.tookMs = 0;

        /**
         * ScrubStatus passes.
         * @member {number} passes
         * @memberof gramme.ScrubStatus
         * @instance
         */
        ScrubStatus.prototype.passes = 0;

        /**
         * ScrubStatus bytes.
         * @member {number} bytes
         * @memberof gramme.ScrubStatus
         * @instance
         */
        ScrubStatus.prototype.bytes = 0;

        /**
         * ScrubStatus damaged.
         * @member {number} damaged
         * @memberof gramme.ScrubStatus
         * @instance
         */
        ScrubStatus.prototype.damaged = 0;

        /**
         * ScrubStatus mended.
         * @member {number} mended
         * @memberof gramme.ScrubStatus
         * @instance
         */
        ScrubStatus.prototype.mended = 0;

        /**
         * ScrubStatus unreadable.
         * @member {number} unreadable
         * @memberof gramme.ScrubStatus
         * @instance
         */
        ScrubStatus.prototype.unreadable = 0;

        /**
         * ScrubStatus treesMended.
         * @member {number} treesMended
         * @memberof gramme.ScrubStatus
         * @instance
         */
        ScrubStatus.prototype.treesMended = 0;

        /**
         * Encodes the specified ScrubStatus message. Does not implicitly {@link gramme.ScrubStatus.verify|verify} messages.
         * @function encode
         * @memberof gramme.ScrubStatus
         * @static
         * @param {gramme.ScrubStatus.$Properties} message ScrubStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ScrubStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.finishedMsAgo != null && $Object.hasOwnProperty.call(message, "finishedMsAgo") && !$Object.is(message.finishedMsAgo, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.finishedMsAgo);
            if (message.tookMs != null && $Object.hasOwnProperty.call(message, "tookMs") && !$Object.is(message.tookMs, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.tookMs);
            if (message.passes != null && $Object.hasOwnProperty.call(message, "passes") && message.passes !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.passes);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && !$Object.is(message.bytes, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.bytes);
            if (message.damaged != null && $Object.hasOwnProperty.call(message, "damaged") && !$Object.is(message.damaged, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.damaged);
            if (message.mended != null && $Object.hasOwnProperty.call(message, "mended") && !$Object.is(message.mended, 0))
                writer.uint32(/* id 6, wireType 1 =*/49).double(message.mended);
            if (message.unreadable != null && $Object.hasOwnProperty.call(message, "unreadable") && !$Object.is(message.unreadable, 0))
                writer.uint32(/* id 7, wireType 1 =*/57).double(message.unreadable);
            if (message.treesMended != null && $Object.hasOwnProperty.call(message, "treesMended") && !$Object.is(message.treesMended, 0))
                writer.uint32(/* id 8, wireType 1 =*/65).double(message.treesMended);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ScrubStatus message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.ScrubStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.ScrubStatus & gramme.ScrubStatus.$Shape} ScrubStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ScrubStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.ScrubStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.finishedMsAgo = value;
                        else
                            delete message.finishedMsAgo;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.tookMs = value;
                        else
                            delete message.tookMs;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.passes = value;
                        else
                            delete message.passes;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.bytes = value;
                        else
                            delete message.bytes;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.damaged = value;
                        else
                            delete message.damaged;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.mended = value;
                        else
                            delete message.mended;
                        continue;
                    }
                case 7: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.unreadable = value;
                        else
                            delete message.unreadable;
                        continue;
                    }
                case 8: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.treesMended = value;
                        else
                            delete message.treesMended;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ScrubStatus;
    })();

    gramme.FillStatus = (function() {

        /**
         * Properties of a FillStatus.
         * @typedef {Object} gramme.FillStatus.$Properties
         * @property {number|null} [served] FillStatus served
         * @property {number|null} [wanting] FillStatus wanting
         * @property {number|null} [wanted] FillStatus wanted
         * @property {number|null} [objects] FillStatus objects
         * @property {number|null} [bytes] FillStatus bytes
         * @property {number|null} [runningMs] FillStatus runningMs
         * @property {Array.<gramme.FillSource.$Properties>|null} [sources] FillStatus sources
         * @property {number|null} [taken] FillStatus taken
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a FillStatus.
         * @memberof gramme
         * @interface IFillStatus
         * @augments gramme.FillStatus.$Properties
         * @deprecated Use gramme.FillStatus.$Properties instead.
         */

        /**
         * Shape of a FillStatus.
         * @typedef {gramme.FillStatus.$Properties} gramme.FillStatus.$Shape
         */

        /**
         * Constructs a new FillStatus.
         * @memberof gramme
         * @classdesc Represents a FillStatus.
         * @constructor
         * @param {gramme.FillStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const FillStatus = function (properties) {
            this.sources = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * FillStatus served.
         * @member {number} served
         * @memberof gramme.FillStatus
         * @instance
         */
        FillStatus.prototype.served = 0;

        /**
         * FillStatus wanting.
         * @member {number} wanting
         * @memberof gramme.FillStatus
         * @instance
         */
        FillStatus.prototype.wanting = 0;

        /**
         * FillStatus wanted.
         * @member {number} wanted
         * @memberof gramme.FillStatus
         * @instance
         */
        FillStatus.prototype.wanted = 0;

        /**
         * FillStatus objects.
         * @member {number} objects
         * @memberof gramme.FillStatus
         * @instance
         */
        FillStatus.prototype.objects = 0;

        /**
         * FillStatus bytes.
         * @member {number} bytes
         * @memberof gramme.FillStatus
         * @instance
         */
        FillStatus.prototype.bytes = 0;

        /**
         * FillStatus runningMs.
         * @member {number} runningMs
         * @memberof gramme.FillStatus
         * @instance
         */
        FillStatus.prototype.runningMs = 0;

        /**
         * FillStatus sources.
         * @member {Array.<gramme.FillSource.$Properties>} sources
         * @memberof gramme.FillStatus
         * @instance
         */
        FillStatus.prototype.sources = $util.emptyArray;

        /**
         * FillStatus taken.
         * @member {number} taken
         * @memberof gramme.FillStatus
         * @instance
         */
        FillStatus.prototype.taken = 0;

        /**
         * Encodes the specified FillStatus message. Does not implicitly {@link gramme.FillStatus.verify|verify} messages.
         * @function encode
         * @memberof gramme.FillStatus
         * @static
         * @param {gramme.FillStatus.$Properties} message FillStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        FillStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.served != null && $Object.hasOwnProperty.call(message, "served") && message.served !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.served);
            if (message.wanting != null && $Object.hasOwnProperty.call(message, "wanting") && message.wanting !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.wanting);
            if (message.wanted != null && $Object.hasOwnProperty.call(message, "wanted") && message.wanted !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.wanted);
            if (message.objects != null && $Object.hasOwnProperty.call(message, "objects") && !$Object.is(message.objects, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.objects);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && !$Object.is(message.bytes, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.bytes);
            if (message.runningMs != null && $Object.hasOwnProperty.call(message, "runningMs") && !$Object.is(message.runningMs, 0))
                writer.uint32(/* id 6, wireType 1 =*/49).double(message.runningMs);
            if (message.sources != null && message.sources.length)
                for (let i = 0; i < message.sources.length; ++i)
                    $root.gramme.FillSource.encode(message.sources[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.taken != null && $Object.hasOwnProperty.call(message, "taken") && message.taken !== 0)
                writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.taken);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a FillStatus message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.FillStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.FillStatus & gramme.FillStatus.$Shape} FillStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        FillStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.FillStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.served = value;
                        else
                            delete message.served;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.wanting = value;
                        else
                            delete message.wanting;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.wanted = value;
                        else
                            delete message.wanted;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.objects = value;
                        else
                            delete message.objects;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.bytes = value;
                        else
                            delete message.bytes;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.runningMs = value;
                        else
                            delete message.runningMs;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.sources && message.sources.length))
                            message.sources = [];
                        message.sources.push($root.gramme.FillSource.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.taken = value;
                        else
                            delete message.taken;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return FillStatus;
    })();

    gramme.FillSource = (function() {

        /**
         * Properties of a FillSource.
         * @typedef {Object} gramme.FillSource.$Properties
         * @property {string|null} [peer] FillSource peer
         * @property {number|null} [wanting] FillSource wanting
         * @property {number|null} [objects] FillSource objects
         * @property {number|null} [bytes] FillSource bytes
         * @property {string|null} [waitsFor] FillSource waitsFor
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a FillSource.
         * @memberof gramme
         * @interface IFillSource
         * @augments gramme.FillSource.$Properties
         * @deprecated Use gramme.FillSource.$Properties instead.
         */

        /**
         * Shape of a FillSource.
         * @typedef {gramme.FillSource.$Properties} gramme.FillSource.$Shape
         */

        /**
         * Constructs a new FillSource.
         * @memberof gramme
         * @classdesc Represents a FillSource.
         * @constructor
         * @param {gramme.FillSource.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const FillSource = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * FillSource peer.
         * @member {string} peer
         * @memberof gramme.FillSource
         * @instance
         */
        FillSource.prototype.peer = "";

        /**
         * FillSource wanting.
         * @member {number} wanting
         * @memberof gramme.FillSource
         * @instance
         */
        FillSource.prototype.wanting = 0;

        /**
         * FillSource objects.
         * @member {number} objects
         * @memberof gramme.FillSource
         * @instance
         */
        FillSource.prototype.objects = 0;

        /**
         * FillSource bytes.
         * @member {number} bytes
         * @memberof gramme.FillSource
         * @instance
         */
        FillSource.prototype.bytes = 0;

        /**
         * FillSource waitsFor.
         * @member {string} waitsFor
         * @memberof gramme.FillSource
         * @instance
         */
        FillSource.prototype.waitsFor = "";

        /**
         * Encodes the specified FillSource message. Does not implicitly {@link gramme.FillSource.verify|verify} messages.
         * @function encode
         * @memberof gramme.FillSource
         * @static
         * @param {gramme.FillSource.$Properties} message FillSource message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        FillSource.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.peer != null && $Object.hasOwnProperty.call(message, "peer") && message.peer !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.peer);
            if (message.wanting != null && $Object.hasOwnProperty.call(message, "wanting") && message.wanting !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.wanting);
            if (message.objects != null && $Object.hasOwnProperty.call(message, "objects") && !$Object.is(message.objects, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.objects);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && !$Object.is(message.bytes, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.bytes);
            if (message.waitsFor != null && $Object.hasOwnProperty.call(message, "waitsFor") && message.waitsFor !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.waitsFor);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a FillSource message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.FillSource
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.FillSource & gramme.FillSource.$Shape} FillSource
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        FillSource.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.FillSource();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.peer = value;
                        else
                            delete message.peer;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.wanting = value;
                        else
                            delete message.wanting;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.objects = value;
                        else
                            delete message.objects;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.bytes = value;
                        else
                            delete message.bytes;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.waitsFor = value;
                        else
                            delete message.waitsFor;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return FillSource;
    })();

    gramme.HintsStatus = (function() {

        /**
         * Properties of a HintsStatus.
         * @typedef {Object} gramme.HintsStatus.$Properties
         * @property {number|null} [keys] HintsStatus keys
         * @property {number|null} [bytes] HintsStatus bytes
         * @property {number|null} [oldestMs] HintsStatus oldestMs
         * @property {Array.<gramme.HintsOwed.$Properties>|null} [owed] HintsStatus owed
         * @property {number|null} [delivered] HintsStatus delivered
         * @property {number|null} [givenUp] HintsStatus givenUp
         * @property {number|null} [bytesMax] HintsStatus bytesMax
         * @property {number|null} [keysMax] HintsStatus keysMax
         * @property {number|null} [refused] HintsStatus refused
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HintsStatus.
         * @memberof gramme
         * @interface IHintsStatus
         * @augments gramme.HintsStatus.$Properties
         * @deprecated Use gramme.HintsStatus.$Properties instead.
         */

        /**
         * Shape of a HintsStatus.
         * @typedef {gramme.HintsStatus.$Properties} gramme.HintsStatus.$Shape
         */

        /**
         * Constructs a new HintsStatus.
         * @memberof gramme
         * @classdesc Represents a HintsStatus.
         * @constructor
         * @param {gramme.HintsStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HintsStatus = function (properties) {
            this.owed = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HintsStatus keys.
         * @member {number} keys
         * @memberof gramme.HintsStatus
         * @instance
         */
        HintsStatus.prototype.keys = 0;

        /**
         * HintsStatus bytes.
         * @member {number} bytes
         * @memberof gramme.HintsStatus
         * @instance
         */
        HintsStatus.prototype.bytes = 0;

        /**
         * HintsStatus oldestMs.
         * @member {number} oldestMs
         * @memberof gramme.HintsStatus
         * @instance
         */
        HintsStatus.prototype.oldestMs = 0;

        /**
         * HintsStatus owed.
         * @member {Array.<gramme.HintsOwed.$Properties>} owed
         * @memberof gramme.HintsStatus
         * @instance
         */
        HintsStatus.prototype.owed = $util.emptyArray;

        /**
         * HintsStatus delivered.
         * @member {number} delivered
         * @memberof gramme.HintsStatus
         * @instance
         */
        HintsStatus.prototype.delivered = 0;

        /**
         * HintsStatus givenUp.
         * @member {number} givenUp
         * @memberof gramme.HintsStatus
         * @instance
         */
        HintsStatus.prototype.givenUp = 0;

        /**
         * HintsStatus bytesMax.
         * @member {number} bytesMax
         * @memberof gramme.HintsStatus
         * @instance
         */
        HintsStatus.prototype.bytesMax = 0;

        /**
         * HintsStatus keysMax.
         * @member {number} keysMax
         * @memberof gramme.HintsStatus
         * @instance
         */
        HintsStatus.prototype.keysMax = 0;

        /**
         * HintsStatus refused.
         * @member {number} refused
         * @memberof gramme.HintsStatus
         * @instance
         */
        HintsStatus.prototype.refused = 0;

        /**
         * Encodes the specified HintsStatus message. Does not implicitly {@link gramme.HintsStatus.verify|verify} messages.
         * @function encode
         * @memberof gramme.HintsStatus
         * @static
         * @param {gramme.HintsStatus.$Properties} message HintsStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HintsStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.keys != null && $Object.hasOwnProperty.call(message, "keys") && !$Object.is(message.keys, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.keys);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && !$Object.is(message.bytes, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.bytes);
            if (message.oldestMs != null && $Object.hasOwnProperty.call(message, "oldestMs") && !$Object.is(message.oldestMs, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.oldestMs);
            if (message.owed != null && message.owed.length)
                for (let i = 0; i < message.owed.length; ++i)
                    $root.gramme.HintsOwed.encode(message.owed[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.delivered != null && $Object.hasOwnProperty.call(message, "delivered") && !$Object.is(message.delivered, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.delivered);
            if (message.givenUp != null && $Object.hasOwnProperty.call(message, "givenUp") && !$Object.is(message.givenUp, 0))
                writer.uint32(/* id 6, wireType 1 =*/49).double(message.givenUp);
            if (message.bytesMax != null && $Object.hasOwnProperty.call(message, "bytesMax") && !$Object.is(message.bytesMax, 0))
                writer.uint32(/* id 7, wireType 1 =*/57).double(message.bytesMax);
            if (message.keysMax != null && $Object.hasOwnProperty.call(message, "keysMax") && !$Object.is(message.keysMax, 0))
                writer.uint32(/* id 8, wireType 1 =*/65).double(message.keysMax);
            if (message.refused != null && $Object.hasOwnProperty.call(message, "refused") && !$Object.is(message.refused, 0))
                writer.uint32(/* id 9, wireType 1 =*/73).double(message.refused);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HintsStatus message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.HintsStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.HintsStatus & gramme.HintsStatus.$Shape} HintsStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HintsStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.HintsStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.keys = value;
                        else
                            delete message.keys;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.bytes = value;
                        else
                            delete message.bytes;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.oldestMs = value;
                        else
                            delete message.oldestMs;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.owed && message.owed.length))
                            message.owed = [];
                        message.owed.push($root.gramme.HintsOwed.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.delivered = value;
                        else
                            delete message.delivered;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.givenUp = value;
                        else
                            delete message.givenUp;
                        continue;
                    }
                case 7: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.bytesMax = value;
                        else
                            delete message.bytesMax;
                        continue;
                    }
                case 8: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.keysMax = value;
                        else
                            delete message.keysMax;
                        continue;
                    }
                case 9: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.refused = value;
                        else
                            delete message.refused;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HintsStatus;
    })();

    gramme.HintsOwed = (function() {

        /**
         * Properties of a HintsOwed.
         * @typedef {Object} gramme.HintsOwed.$Properties
         * @property {string|null} [owner] HintsOwed owner
         * @property {number|null} [keys] HintsOwed keys
         * @property {string|null} [waitsFor] HintsOwed waitsFor
         * @property {number|null} [runningMs] HintsOwed runningMs
         * @property {number|null} [runningKeys] HintsOwed runningKeys
         * @property {number|null} [runningBytes] HintsOwed runningBytes
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HintsOwed.
         * @memberof gramme
         * @interface IHintsOwed
         * @augments gramme.HintsOwed.$Properties
         * @deprecated Use gramme.HintsOwed.$Properties instead.
         */

        /**
         * Shape of a HintsOwed.
         * @typedef {gramme.HintsOwed.$Properties} gramme.HintsOwed.$Shape
         */

        /**
         * Constructs a new HintsOwed.
         * @memberof gramme
         * @classdesc Represents a HintsOwed.
         * @constructor
         * @param {gramme.HintsOwed.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HintsOwed = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HintsOwed owner.
         * @member {string} owner
         * @memberof gramme.HintsOwed
         * @instance
         */
        HintsOwed.prototype.owner = "";

        /**
         * HintsOwed keys.
         * @member {number} keys
         * @memberof gramme.HintsOwed
         * @instance
         */
        HintsOwed.prototype.keys = 0;

        /**
         * HintsOwed waitsFor.
         * @member {string} waitsFor
         * @memberof gramme.HintsOwed
         * @instance
         */
        HintsOwed.prototype.waitsFor = "";

        /**
         * HintsOwed runningMs.
         * @member {number} runningMs
         * @memberof gramme.HintsOwed
         * @instance
         */
        HintsOwed.prototype.runningMs = 0;

        /**
         * HintsOwed runningKeys.
         * @member {number} runningKeys
         * @memberof gramme.HintsOwed
         * @instance
         */
        HintsOwed.prototype.runningKeys = 0;

        /**
         * HintsOwed runningBytes.
         * @member {number} runningBytes
         * @memberof gramme.HintsOwed
         * @instance
         */
        HintsOwed.prototype.runningBytes = 0;

        /**
         * Encodes the specified HintsOwed message. Does not implicitly {@link gramme.HintsOwed.verify|verify} messages.
         * @function encode
         * @memberof gramme.HintsOwed
         * @static
         * @param {gramme.HintsOwed.$Properties} message HintsOwed message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HintsOwed.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.owner);
            if (message.keys != null && $Object.hasOwnProperty.call(message, "keys") && !$Object.is(message.keys, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.keys);
            if (message.waitsFor != null && $Object.hasOwnProperty.call(message, "waitsFor") && message.waitsFor !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.waitsFor);
            if (message.runningMs != null && $Object.hasOwnProperty.call(message, "runningMs") && !$Object.is(message.runningMs, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.runningMs);
            if (message.runningKeys != null && $Object.hasOwnProperty.call(message, "runningKeys") && !$Object.is(message.runningKeys, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.runningKeys);
            if (message.runningBytes != null && $Object.hasOwnProperty.call(message, "runningBytes") && !$Object.is(message.runningBytes, 0))
                writer.uint32(/* id 6, wireType 1 =*/49).double(message.runningBytes);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HintsOwed message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.HintsOwed
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.HintsOwed & gramme.HintsOwed.$Shape} HintsOwed
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HintsOwed.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.HintsOwed();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.owner = value;
                        else
                            delete message.owner;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.keys = value;
                        else
                            delete message.keys;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.waitsFor = value;
                        else
                            delete message.waitsFor;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.runningMs = value;
                        else
                            delete message.runningMs;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.runningKeys = value;
                        else
                            delete message.runningKeys;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.runningBytes = value;
                        else
                            delete message.runningBytes;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HintsOwed;
    })();

    gramme.SurrenderStatus = (function() {

        /**
         * Properties of a SurrenderStatus.
         * @typedef {Object} gramme.SurrenderStatus.$Properties
         * @property {number|null} [partitions] SurrenderStatus partitions
         * @property {number|null} [keys] SurrenderStatus keys
         * @property {number|null} [given] SurrenderStatus given
         * @property {number|null} [surrendered] SurrenderStatus surrendered
         * @property {string|null} [problem] SurrenderStatus problem
         * @property {number|null} [bytes] SurrenderStatus bytes
         * @property {number|null} [runningMs] SurrenderStatus runningMs
         * @property {number|null} [runningKeys] SurrenderStatus runningKeys
         * @property {number|null} [runningBytes] SurrenderStatus runningBytes
         * @property {Array.<string>|null} [owners] SurrenderStatus owners
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SurrenderStatus.
         * @memberof gramme
         * @interface ISurrenderStatus
         * @augments gramme.SurrenderStatus.$Properties
         * @deprecated Use gramme.SurrenderStatus.$Properties instead.
         */

        /**
         * Shape of a SurrenderStatus.
         * @typedef {gramme.SurrenderStatus.$Properties} gramme.SurrenderStatus.$Shape
         */

        /**
         * Constructs a new SurrenderStatus.
         * @memberof gramme
         * @classdesc Represents a SurrenderStatus.
         * @constructor
         * @param {gramme.SurrenderStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SurrenderStatus = function (properties) {
            this.owners = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SurrenderStatus partitions.
         * @member {number} partitions
         * @memberof gramme.SurrenderStatus
         * @instance
         */
        SurrenderStatus.prototype.partitions = 0;

        /**
         * SurrenderStatus keys.
         * @member {number} keys
         * @memberof gramme.SurrenderStatus
         * @instance
         */
        SurrenderStatus.prototype.keys = 0;

        /**
         * SurrenderStatus given.
         * @member {number} given
         * @memberof gramme.SurrenderStatus
         * @instance
         */
        SurrenderStatus.prototype.given = 0;

        /**
         * SurrenderStatus surrendered.
         * @member {number} surrendered
         * @memberof gramme.SurrenderStatus
         * @instance
         */
        SurrenderStatus.prototype.surrendered = 0;

        /**
         * SurrenderStatus problem.
         * @member {string} problem
         * @memberof gramme.SurrenderStatus
         * @instance
         */
        SurrenderStatus.prototype.problem = "";

        /**
         * SurrenderStatus bytes.
         * @member {number} bytes
         * @memberof gramme.SurrenderStatus
         * @instance
         */
        SurrenderStatus.prototype.bytes = 0;

        /**
         * SurrenderStatus runningMs.
         * @member {number} runningMs
         * @memberof gramme.SurrenderStatus
         * @instance
         */
        SurrenderStatus.prototype.runningMs = 0;

        /**
         * SurrenderStatus runningKeys.
         * @member {number} runningKeys
         * @memberof gramme.SurrenderStatus
         * @instance
         */
        SurrenderStatus.prototype.runningKeys = 0;

        /**
         * SurrenderStatus runningBytes.
         * @member {number} runningBytes
         * @memberof gramme.SurrenderStatus
         * @instance
         */
        SurrenderStatus.prototype.runningBytes = 0;

        /**
         * SurrenderStatus owners.
         * @member {Array.<string>} owners
         * @memberof gramme.SurrenderStatus
         * @instance
         */
        SurrenderStatus.prototype.owners = $util.emptyArray;

        /**
         * Encodes the specified SurrenderStatus message. Does not implicitly {@link gramme.SurrenderStatus.verify|verify} messages.
         * @function encode
         * @memberof gramme.SurrenderStatus
         * @static
         * @param {gramme.SurrenderStatus.$Properties} message SurrenderStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SurrenderStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.partitions != null && $Object.hasOwnProperty.call(message, "partitions") && message.partitions !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.partitions);
            if (message.keys != null && $Object.hasOwnProperty.call(message, "keys") && !$Object.is(message.keys, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.keys);
            if (message.given != null && $Object.hasOwnProperty.call(message, "given") && !$Object.is(message.given, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.given);
            if (message.surrendered != null && $Object.hasOwnProperty.call(message, "surrendered") && !$Object.is(message.surrendered, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.surrendered);
            if (message.problem != null && $Object.hasOwnProperty.call(message, "problem") && message.problem !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.problem);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && !$Object.is(message.bytes, 0))
                writer.uint32(/* id 6, wireType 1 =*/49).double(message.bytes);
            if (message.runningMs != null && $Object.hasOwnProperty.call(message, "runningMs") && !$Object.is(message.runningMs, 0))
                writer.uint32(/* id 7, wireType 1 =*/57).double(message.runningMs);
            if (message.runningKeys != null && $Object.hasOwnProperty.call(message, "runningKeys") && !$Object.is(message.runningKeys, 0))
                writer.uint32(/* id 8, wireType 1 =*/65).double(message.runningKeys);
            if (message.runningBytes != null && $Object.hasOwnProperty.call(message, "runningBytes") && !$Object.is(message.runningBytes, 0))
                writer.uint32(/* id 9, wireType 1 =*/73).double(message.runningBytes);
            if (message.owners != null && message.owners.length)
                for (let i = 0; i < message.owners.length; ++i)
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.owners[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SurrenderStatus message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.SurrenderStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.SurrenderStatus & gramme.SurrenderStatus.$Shape} SurrenderStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SurrenderStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.SurrenderStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.partitions = value;
                        else
                            delete message.partitions;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.keys = value;
                        else
                            delete message.keys;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.given = value;
                        else
                            delete message.given;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.surrendered = value;
                        else
                            delete message.surrendered;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.problem = value;
                        else
                            delete message.problem;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.bytes = value;
                        else
                            delete message.bytes;
                        continue;
                    }
                case 7: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.runningMs = value;
                        else
                            delete message.runningMs;
                        continue;
                    }
                case 8: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.runningKeys = value;
                        else
                            delete message.runningKeys;
                        continue;
                    }
                case 9: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.runningBytes = value;
                        else
                            delete message.runningBytes;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if (!(message.owners && message.owners.length))
                            message.owners = [];
                        message.owners.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SurrenderStatus;
    })();

    gramme.RepairStatus = (function() {

        /**
         * Properties of a RepairStatus.
         * @typedef {Object} gramme.RepairStatus.$Properties
         * @property {string|null} [peer] RepairStatus peer
         * @property {number|null} [comparedMsAgo] RepairStatus comparedMsAgo
         * @property {number|null} [partitions] RepairStatus partitions
         * @property {number|null} [different] RepairStatus different
         * @property {number|null} [objectsFetched] RepairStatus objectsFetched
         * @property {number|null} [objectsSent] RepairStatus objectsSent
         * @property {number|null} [bytes] RepairStatus bytes
         * @property {string|null} [problem] RepairStatus problem
         * @property {number|null} [running] RepairStatus running
         * @property {number|null} [runningOf] RepairStatus runningOf
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RepairStatus.
         * @memberof gramme
         * @interface IRepairStatus
         * @augments gramme.RepairStatus.$Properties
         * @deprecated Use gramme.RepairStatus.$Properties instead.
         */

        /**
         * Shape of a RepairStatus.
         * @typedef {gramme.RepairStatus.$Properties} gramme.RepairStatus.$Shape
         */

        /**
         * Constructs a new RepairStatus.
         * @memberof gramme
         * @classdesc Represents a RepairStatus.
         * @constructor
         * @param {gramme.RepairStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RepairStatus = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RepairStatus peer.
         * @member {string} peer
         * @memberof gramme.RepairStatus
         * @instance
         */
        RepairStatus.prototype.peer = "";

        /**
         * RepairStatus comparedMsAgo.
         * @member {number} comparedMsAgo
         * @memberof gramme.RepairStatus
         * @instance
         */
        RepairStatus.prototype.comparedMsAgo = 0;

        /**
         * RepairStatus partitions.
         * @member {number} partitions
         * @memberof gramme.RepairStatus
         * @instance
         */
        RepairStatus.prototype.partitions = 0;

        /**
         * RepairStatus different.
         * @member {number} different
         * @memberof gramme.RepairStatus
         * @instance
         */
        RepairStatus.prototype.different = 0;

        /**
         * RepairStatus objectsFetched.
         * @member {number} objectsFetched
         * @memberof gramme.RepairStatus
         * @instance
         */
        RepairStatus.prototype.objectsFetched = 0;

        /**
         * RepairStatus objectsSent.
         * @member {number} objectsSent
         * @memberof gramme.RepairStatus
         * @instance
         */
        RepairStatus.prototype.objectsSent = 0;

        /**
         * RepairStatus bytes.
         * @member {number} bytes
         * @memberof gramme.RepairStatus
         * @instance
         */
        RepairStatus.prototype.bytes = 0;

        /**
         * RepairStatus problem.
         * @member {string} problem
         * @memberof gramme.RepairStatus
         * @instance
         */
        RepairStatus.prototype.problem = "";

        /**
         * RepairStatus running.
         * @member {number} running
         * @memberof gramme.RepairStatus
         * @instance
         */
        RepairStatus.prototype.running = 0;

        /**
         * RepairStatus runningOf.
         * @member {number} runningOf
         * @memberof gramme.RepairStatus
         * @instance
         */
        RepairStatus.prototype.runningOf = 0;

        /**
         * Encodes the specified RepairStatus message. Does not implicitly {@link gramme.RepairStatus.verify|verify} messages.
         * @function encode
         * @memberof gramme.RepairStatus
         * @static
         * @param {gramme.RepairStatus.$Properties} message RepairStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RepairStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.peer != null && $Object.hasOwnProperty.call(message, "peer") && message.peer !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.peer);
            if (message.comparedMsAgo != null && $Object.hasOwnProperty.call(message, "comparedMsAgo") && !$Object.is(message.comparedMsAgo, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.comparedMsAgo);
            if (message.partitions != null && $Object.hasOwnProperty.call(message, "partitions") && message.partitions !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.partitions);
            if (message.different != null && $Object.hasOwnProperty.call(message, "different") && message.different !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.different);
            if (message.objectsFetched != null && $Object.hasOwnProperty.call(message, "objectsFetched") && !$Object.is(message.objectsFetched, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.objectsFetched);
            if (message.objectsSent != null && $Object.hasOwnProperty.call(message, "objectsSent") && !$Object.is(message.objectsSent, 0))
                writer.uint32(/* id 6, wireType 1 =*/49).double(message.objectsSent);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && !$Object.is(message.bytes, 0))
                writer.uint32(/* id 7, wireType 1 =*/57).double(message.bytes);
            if (message.problem != null && $Object.hasOwnProperty.call(message, "problem") && message.problem !== "")
                writer.uint32(/* id 8, wireType 2 =*/66).string(message.problem);
            if (message.running != null && $Object.hasOwnProperty.call(message, "running") && message.running !== 0)
                writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.running);
            if (message.runningOf != null && $Object.hasOwnProperty.call(message, "runningOf") && message.runningOf !== 0)
                writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.runningOf);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RepairStatus message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.RepairStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.RepairStatus & gramme.RepairStatus.$Shape} RepairStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RepairStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.RepairStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.peer = value;
                        else
                            delete message.peer;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.comparedMsAgo = value;
                        else
                            delete message.comparedMsAgo;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.partitions = value;
                        else
                            delete message.partitions;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.different = value;
                        else
                            delete message.different;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.objectsFetched = value;
                        else
                            delete message.objectsFetched;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.objectsSent = value;
                        else
                            delete message.objectsSent;
                        continue;
                    }
                case 7: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.bytes = value;
                        else
                            delete message.bytes;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.problem = value;
                        else
                            delete message.problem;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.running = value;
                        else
                            delete message.running;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.runningOf = value;
                        else
                            delete message.runningOf;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RepairStatus;
    })();

    gramme.ReapStatus = (function() {

        /**
         * Properties of a ReapStatus.
         * @typedef {Object} gramme.ReapStatus.$Properties
         * @property {number|null} [waiting] ReapStatus waiting
         * @property {Array.<gramme.Counter.$Properties>|null} [reasons] ReapStatus reasons
         * @property {number|null} [reaped] ReapStatus reaped
         * @property {string|null} [blockedBy] ReapStatus blockedBy
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ReapStatus.
         * @memberof gramme
         * @interface IReapStatus
         * @augments gramme.ReapStatus.$Properties
         * @deprecated Use gramme.ReapStatus.$Properties instead.
         */

        /**
         * Shape of a ReapStatus.
         * @typedef {gramme.ReapStatus.$Properties} gramme.ReapStatus.$Shape
         */

        /**
         * Constructs a new ReapStatus.
         * @memberof gramme
         * @classdesc Represents a ReapStatus.
         * @constructor
         * @param {gramme.ReapStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ReapStatus = function (properties) {
            this.reasons = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ReapStatus waiting.
         * @member {number} waiting
         * @memberof gramme.ReapStatus
         * @instance
         */
        ReapStatus.prototype.waiting = 0;

        /**
         * ReapStatus reasons.
         * @member {Array.<gramme.Counter.$Properties>} reasons
         * @memberof gramme.ReapStatus
         * @instance
         */
        ReapStatus.prototype.reasons = $util.emptyArray;

        /**
         * ReapStatus reaped.
         * @member {number} reaped
         * @memberof gramme.ReapStatus
         * @instance
         */
        ReapStatus.prototype.reaped = 0;

        /**
         * ReapStatus blockedBy.
         * @member {string} blockedBy
         * @memberof gramme.ReapStatus
         * @instance
         */
        ReapStatus.prototype.blockedBy = "";

        /**
         * Encodes the specified ReapStatus message. Does not implicitly {@link gramme.ReapStatus.verify|verify} messages.
         * @function encode
         * @memberof gramme.ReapStatus
         * @static
         * @param {gramme.ReapStatus.$Properties} message ReapStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ReapStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.waiting != null && $Object.hasOwnProperty.call(message, "waiting") && !$Object.is(message.waiting, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.waiting);
            if (message.reasons != null && message.reasons.length)
                for (let i = 0; i < message.reasons.length; ++i)
                    $root.gramme.Counter.encode(message.reasons[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.reaped != null && $Object.hasOwnProperty.call(message, "reaped") && !$Object.is(message.reaped, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.reaped);
            if (message.blockedBy != null && $Object.hasOwnProperty.call(message, "blockedBy") && message.blockedBy !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.blockedBy);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ReapStatus message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.ReapStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.ReapStatus & gramme.ReapStatus.$Shape} ReapStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ReapStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.ReapStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.waiting = value;
                        else
                            delete message.waiting;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.reasons && message.reasons.length))
                            message.reasons = [];
                        message.reasons.push($root.gramme.Counter.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.reaped = value;
                        else
                            delete message.reaped;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.blockedBy = value;
                        else
                            delete message.blockedBy;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ReapStatus;
    })();

    gramme.AdmissionStatus = (function() {

        /**
         * Properties of an AdmissionStatus.
         * @typedef {Object} gramme.AdmissionStatus.$Properties
         * @property {number|null} [share] AdmissionStatus share
         * @property {number|null} [targetMs] AdmissionStatus targetMs
         * @property {number|null} [p99Ms] AdmissionStatus p99Ms
         * @property {number|null} [lateMs] AdmissionStatus lateMs
         * @property {Array.<gramme.BackgroundStatus.$Properties>|null} [parts] AdmissionStatus parts
         * @property {number|null} [coordinating] AdmissionStatus coordinating
         * @property {number|null} [serving] AdmissionStatus serving
         * @property {number|null} [coordinatingMax] AdmissionStatus coordinatingMax
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an AdmissionStatus.
         * @memberof gramme
         * @interface IAdmissionStatus
         * @augments gramme.AdmissionStatus.$Properties
         * @deprecated Use gramme.AdmissionStatus.$Properties instead.
         */

        /**
         * Shape of an AdmissionStatus.
         * @typedef {gramme.AdmissionStatus.$Properties} gramme.AdmissionStatus.$Shape
         */

        /**
         * Constructs a new AdmissionStatus.
         * @memberof gramme
         * @classdesc Represents an AdmissionStatus.
         * @constructor
         * @param {gramme.AdmissionStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const AdmissionStatus = function (properties) {
            this.parts = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * AdmissionStatus share.
         * @member {number} share
         * @memberof gramme.AdmissionStatus
         * @instance
         */
        AdmissionStatus.prototype.share = 0;

        /**
         * AdmissionStatus targetMs.
         * @member {number} targetMs
         * @memberof gramme.AdmissionStatus
         * @instance
         */
        AdmissionStatus.prototype.targetMs = 0;

        /**
         * AdmissionStatus p99Ms.
         * @member {number} p99Ms
         * @memberof gramme.AdmissionStatus
         * @instance
         */
        AdmissionStatus.prototype.p99Ms = 0;

        /**
         * AdmissionStatus lateMs.
         * @member {number} lateMs
         * @memberof gramme.AdmissionStatus
         * @instance
         */
        AdmissionStatus.prototype.lateMs = 0;

        /**
         * AdmissionStatus parts.
         * @member {Array.<gramme.BackgroundStatus.$Properties>} parts
         * @memberof gramme.AdmissionStatus
         * @instance
         */
        AdmissionStatus.prototype.parts = $util.emptyArray;

        /**
         * AdmissionStatus coordinating.
         * @member {number} coordinating
         * @memberof gramme.AdmissionStatus
         * @instance
         */
        AdmissionStatus.prototype.coordinating = 0;

        /**
         * AdmissionStatus serving.
         * @member {number} serving
         * @memberof gramme.AdmissionStatus
         * @instance
         */
        AdmissionStatus.prototype.serving = 0;

        /**
         * AdmissionStatus coordinatingMax.
         * @member {number} coordinatingMax
         * @memberof gramme.AdmissionStatus
         * @instance
         */
        AdmissionStatus.prototype.coordinatingMax = 0;

        /**
         * Encodes the specified AdmissionStatus message. Does not implicitly {@link gramme.AdmissionStatus.verify|verify} messages.
         * @function encode
         * @memberof gramme.AdmissionStatus
         * @static
         * @param {gramme.AdmissionStatus.$Properties} message AdmissionStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        AdmissionStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.share != null && $Object.hasOwnProperty.call(message, "share") && !$Object.is(message.share, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.share);
            if (message.targetMs != null && $Object.hasOwnProperty.call(message, "targetMs") && !$Object.is(message.targetMs, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.targetMs);
            if (message.p99Ms != null && $Object.hasOwnProperty.call(message, "p99Ms") && !$Object.is(message.p99Ms, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.p99Ms);
            if (message.lateMs != null && $Object.hasOwnProperty.call(message, "lateMs") && !$Object.is(message.lateMs, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.lateMs);
            if (message.parts != null && message.parts.length)
                for (let i = 0; i < message.parts.length; ++i)
                    $root.gramme.BackgroundStatus.encode(message.parts[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.coordinating != null && $Object.hasOwnProperty.call(message, "coordinating") && message.coordinating !== 0)
                writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.coordinating);
            if (message.serving != null && $Object.hasOwnProperty.call(message, "serving") && message.serving !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.serving);
            if (message.coordinatingMax != null && $Object.hasOwnProperty.call(message, "coordinatingMax") && message.coordinatingMax !== 0)
                writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.coordinatingMax);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an AdmissionStatus message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.AdmissionStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.AdmissionStatus & gramme.AdmissionStatus.$Shape} AdmissionStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        AdmissionStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.AdmissionStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.share = value;
                        else
                            delete message.share;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.targetMs = value;
                        else
                            delete message.targetMs;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.p99Ms = value;
                        else
                            delete message.p99Ms;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.lateMs = value;
                        else
                            delete message.lateMs;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.parts && message.parts.length))
                            message.parts = [];
                        message.parts.push($root.gramme.BackgroundStatus.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.coordinating = value;
                        else
                            delete message.coordinating;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.serving = value;
                        else
                            delete message.serving;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.coordinatingMax = value;
                        else
                            delete message.coordinatingMax;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return AdmissionStatus;
    })();

    gramme.BackgroundStatus = (function() {

        /**
         * Properties of a BackgroundStatus.
         * @typedef {Object} gramme.BackgroundStatus.$Properties
         * @property {string|null} [name] BackgroundStatus name
         * @property {number|null} [bytes] BackgroundStatus bytes
         * @property {number|null} [waiting] BackgroundStatus waiting
         * @property {number|null} [waitMs] BackgroundStatus waitMs
         * @property {number|null} [refused] BackgroundStatus refused
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a BackgroundStatus.
         * @memberof gramme
         * @interface IBackgroundStatus
         * @augments gramme.BackgroundStatus.$Properties
         * @deprecated Use gramme.BackgroundStatus.$Properties instead.
         */

        /**
         * Shape of a BackgroundStatus.
         * @typedef {gramme.BackgroundStatus.$Properties} gramme.BackgroundStatus.$Shape
         */

        /**
         * Constructs a new BackgroundStatus.
         * @memberof gramme
         * @classdesc Represents a BackgroundStatus.
         * @constructor
         * @param {gramme.BackgroundStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const BackgroundStatus = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * BackgroundStatus name.
         * @member {string} name
         * @memberof gramme.BackgroundStatus
         * @instance
         */
        BackgroundStatus.prototype.name = "";

        /**
         * BackgroundStatus bytes.
         * @member {number} bytes
         * @memberof gramme.BackgroundStatus
         * @instance
         */
        BackgroundStatus.prototype.bytes = 0;

        /**
         * BackgroundStatus waiting.
         * @member {number} waiting
         * @memberof gramme.BackgroundStatus
         * @instance
         */
        BackgroundStatus.prototype.waiting = 0;

        /**
         * BackgroundStatus waitMs.
         * @member {number} waitMs
         * @memberof gramme.BackgroundStatus
         * @instance
         */
        BackgroundStatus.prototype.waitMs = 0;

        /**
         * BackgroundStatus refused.
         * @member {number} refused
         * @memberof gramme.BackgroundStatus
         * @instance
         */
        BackgroundStatus.prototype.refused = 0;

        /**
         * Encodes the specified BackgroundStatus message. Does not implicitly {@link gramme.BackgroundStatus.verify|verify} messages.
         * @function encode
         * @memberof gramme.BackgroundStatus
         * @static
         * @param {gramme.BackgroundStatus.$Properties} message BackgroundStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        BackgroundStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && !$Object.is(message.bytes, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.bytes);
            if (message.waiting != null && $Object.hasOwnProperty.call(message, "waiting") && message.waiting !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.waiting);
            if (message.waitMs != null && $Object.hasOwnProperty.call(message, "waitMs") && !$Object.is(message.waitMs, 0))
                writer.uint32(/* id 4, wireType 1 =*/33).double(message.waitMs);
            if (message.refused != null && $Object.hasOwnProperty.call(message, "refused") && !$Object.is(message.refused, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.refused);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a BackgroundStatus message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.BackgroundStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.BackgroundStatus & gramme.BackgroundStatus.$Shape} BackgroundStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        BackgroundStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.BackgroundStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.bytes = value;
                        else
                            delete message.bytes;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.waiting = value;
                        else
                            delete message.waiting;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.waitMs = value;
                        else
                            delete message.waitMs;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.refused = value;
                        else
                            delete message.refused;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return BackgroundStatus;
    })();

    gramme.StoreStatus = (function() {

        /**
         * Properties of a StoreStatus.
         * @typedef {Object} gramme.StoreStatus.$Properties
         * @property {number|null} [keys] StoreStatus keys
         * @property {number|null} [liveBytes] StoreStatus liveBytes
         * @property {number|null} [deadBytes] StoreStatus deadBytes
         * @property {number|null} [segments] StoreStatus segments
         * @property {number|null} [directoryBytes] StoreStatus directoryBytes
         * @property {number|null} [damagedRecords] StoreStatus damagedRecords
         * @property {boolean|null} [writable] StoreStatus writable
         * @property {string|null} [readOnlyReason] StoreStatus readOnlyReason
         * @property {number|null} [bytesWritten] StoreStatus bytesWritten
         * @property {number|null} [bytesCompacted] StoreStatus bytesCompacted
         * @property {number|null} [freeBytes] StoreStatus freeBytes
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StoreStatus.
         * @memberof gramme
         * @interface IStoreStatus
         * @augments gramme.StoreStatus.$Properties
         * @deprecated Use gramme.StoreStatus.$Properties instead.
         */

        /**
         * Shape of a StoreStatus.
         * @typedef {gramme.StoreStatus.$Properties} gramme.StoreStatus.$Shape
         */

        /**
         * Constructs a new StoreStatus.
         * @memberof gramme
         * @classdesc Represents a StoreStatus.
         * @constructor
         * @param {gramme.StoreStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StoreStatus = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * StoreStatus keys.
         * @member {number} keys
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.keys = 0;

        /**
         * StoreStatus liveBytes.
         * @member {number} liveBytes
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.liveBytes = 0;

        /**
         * StoreStatus deadBytes.
         * @member {number} deadBytes
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.deadBytes = 0;

        /**
         * StoreStatus segments.
         * @member {number} segments
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.segments = 0;

        /**
         * StoreStatus directoryBytes.
         * @member {number} directoryBytes
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.directoryBytes = 0;

        /**
         * StoreStatus damagedRecords.
         * @member {number} damagedRecords
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.damagedRecords = 0;

        /**
         * StoreStatus writable.
         * @member {boolean} writable
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.writable = false;

        /**
         * StoreStatus readOnlyReason.
         * @member {string} readOnlyReason
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.readOnlyReason = "";

        /**
         * StoreStatus bytesWritten.
         * @member {number} bytesWritten
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.bytesWritten = 0;

        /**
         * StoreStatus bytesCompacted.
         * @member {number} bytesCompacted
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.bytesCompacted = 0;

        /**
         * StoreStatus freeBytes.
         * @member {number} freeBytes
         * @memberof gramme.StoreStatus
         * @instance
         */
        StoreStatus.prototype.freeBytes = 0;

        /**
         * Encodes the specified StoreStatus message. Does not implicitly {@link gramme.StoreStatus.verify|verify} messages.
         * @function encode
         * @memberof gramme.StoreStatus
         * @static
         * @param {gramme.StoreStatus.$Properties} message StoreStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StoreStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.keys != null && $Object.hasOwnProperty.call(message, "keys") && !$Object.is(message.keys, 0))
                writer.uint32(/* id 1, wireType 1 =*/9).double(message.keys);
            if (message.liveBytes != null && $Object.hasOwnProperty.call(message, "liveBytes") && !$Object.is(message.liveBytes, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.liveBytes);
            if (message.deadBytes != null && $Object.hasOwnProperty.call(message, "deadBytes") && !$Object.is(message.deadBytes, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.deadBytes);
            if (message.segments != null && $Object.hasOwnProperty.call(message, "segments") && message.segments !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.segments);
            if (message.directoryBytes != null && $Object.hasOwnProperty.call(message, "directoryBytes") && !$Object.is(message.directoryBytes, 0))
                writer.uint32(/* id 5, wireType 1 =*/41).double(message.directoryBytes);
            if (message.damagedRecords != null && $Object.hasOwnProperty.call(message, "damagedRecords") && !$Object.is(message.damagedRecords, 0))
                writer.uint32(/* id 6, wireType 1 =*/49).double(message.damagedRecords);
            if (message.writable != null && $Object.hasOwnProperty.call(message, "writable") && message.writable !== false)
                writer.uint32(/* id 7, wireType 0 =*/56).bool(message.writable);
            if (message.readOnlyReason != null && $Object.hasOwnProperty.call(message, "readOnlyReason") && message.readOnlyReason !== "")
                writer.uint32(/* id 8, wireType 2 =*/66).string(message.readOnlyReason);
            if (message.bytesWritten != null && $Object.hasOwnProperty.call(message, "bytesWritten") && !$Object.is(message.bytesWritten, 0))
                writer.uint32(/* id 9, wireType 1 =*/73).double(message.bytesWritten);
            if (message.bytesCompacted != null && $Object.hasOwnProperty.call(message, "bytesCompacted") && !$Object.is(message.bytesCompacted, 0))
                writer.uint32(/* id 10, wireType 1 =*/81).double(message.bytesCompacted);
            if (message.freeBytes != null && $Object.hasOwnProperty.call(message, "freeBytes") && !$Object.is(message.freeBytes, 0))
                writer.uint32(/* id 11, wireType 1 =*/89).double(message.freeBytes);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a StoreStatus message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.StoreStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.StoreStatus & gramme.StoreStatus.$Shape} StoreStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StoreStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.StoreStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.keys = value;
                        else
                            delete message.keys;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.liveBytes = value;
                        else
                            delete message.liveBytes;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.deadBytes = value;
                        else
                            delete message.deadBytes;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.segments = value;
                        else
                            delete message.segments;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.directoryBytes = value;
                        else
                            delete message.directoryBytes;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.damagedRecords = value;
                        else
                            delete message.damagedRecords;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.writable = value;
                        else
                            delete message.writable;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.readOnlyReason = value;
                        else
                            delete message.readOnlyReason;
                        continue;
                    }
                case 9: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.bytesWritten = value;
                        else
                            delete message.bytesWritten;
                        continue;
                    }
                case 10: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.bytesCompacted = value;
                        else
                            delete message.bytesCompacted;
                        continue;
                    }
                case 11: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.freeBytes = value;
                        else
                            delete message.freeBytes;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return StoreStatus;
    })();

    gramme.PeerStatus = (function() {

        /**
         * Properties of a PeerStatus.
         * @typedef {Object} gramme.PeerStatus.$Properties
         * @property {string|null} [id] PeerStatus id
         * @property {string|null} [address] PeerStatus address
         * @property {boolean|null} [connected] PeerStatus connected
         * @property {string|null} [problem] PeerStatus problem
         * @property {gramme.PeerHealth|null} [health] PeerStatus health
         * @property {boolean|null} [slow] PeerStatus slow
         * @property {number|null} [scoreMs] PeerStatus scoreMs
         * @property {number|null} [suspicions] PeerStatus suspicions
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a PeerStatus.
         * @memberof gramme
         * @interface IPeerStatus
         * @augments gramme.PeerStatus.$Properties
         * @deprecated Use gramme.PeerStatus.$Properties instead.
         */

        /**
         * Shape of a PeerStatus.
         * @typedef {gramme.PeerStatus.$Properties} gramme.PeerStatus.$Shape
         */

        /**
         * Constructs a new PeerStatus.
         * @memberof gramme
         * @classdesc Represents a PeerStatus.
         * @constructor
         * @param {gramme.PeerStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const PeerStatus = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * PeerStatus id.
         * @member {string} id
         * @memberof gramme.PeerStatus
         * @instance
         */
        PeerStatus.prototype.id = "";

        /**
         * PeerStatus address.
         * @member {string} address
         * @memberof gramme.PeerStatus
         * @instance
         */
        PeerStatus.prototype.address = "";

        /**
         * PeerStatus connected.
         * @member {boolean} connected
         * @memberof gramme.PeerStatus
         * @instance
         */
        PeerStatus.prototype.connected = false;

        /**
         * PeerStatus problem.
         * @member {string} problem
         * @memberof gramme.PeerStatus
         * @instance
         */
        PeerStatus.prototype.problem = "";

        /**
         * PeerStatus health.
         * @member {gramme.PeerHealth} health
         * @memberof gramme.PeerStatus
         * @instance
         */
        PeerStatus.prototype.health = 0;

        /**
         * PeerStatus slow.
         * @member {boolean} slow
         * @memberof gramme.PeerStatus
         * @instance
         */
        PeerStatus.prototype.slow = false;

        /**
         * PeerStatus scoreMs.
         * @member {number} scoreMs
         * @memberof gramme.PeerStatus
         * @instance
         */
        PeerStatus.prototype.scoreMs = 0;

        /**
         * PeerStatus suspicions.
         * @member {number} suspicions
         * @memberof gramme.PeerStatus
         * @instance
         */
        PeerStatus.prototype.suspicions = 0;

        /**
         * Encodes the specified PeerStatus message. Does not implicitly {@link gramme.PeerStatus.verify|verify} messages.
         * @function encode
         * @memberof gramme.PeerStatus
         * @static
         * @param {gramme.PeerStatus.$Properties} message PeerStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        PeerStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.address);
            if (message.connected != null && $Object.hasOwnProperty.call(message, "connected") && message.connected !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.connected);
            if (message.problem != null && $Object.hasOwnProperty.call(message, "problem") && message.problem !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.problem);
            if (message.health != null && $Object.hasOwnProperty.call(message, "health") && message.health !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).int32(message.health);
            if (message.slow != null && $Object.hasOwnProperty.call(message, "slow") && message.slow !== false)
                writer.uint32(/* id 6, wireType 0 =*/48).bool(message.slow);
            if (message.scoreMs != null && $Object.hasOwnProperty.call(message, "scoreMs") && !$Object.is(message.scoreMs, 0))
                writer.uint32(/* id 7, wireType 1 =*/57).double(message.scoreMs);
            if (message.suspicions != null && $Object.hasOwnProperty.call(message, "suspicions") && message.suspicions !== 0)
                writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.suspicions);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a PeerStatus message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.PeerStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.PeerStatus & gramme.PeerStatus.$Shape} PeerStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        PeerStatus.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.PeerStatus();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.connected = value;
                        else
                            delete message.connected;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.problem = value;
                        else
                            delete message.problem;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.health = value;
                        else
                            delete message.health;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.slow = value;
                        else
                            delete message.slow;
                        continue;
                    }
                case 7: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.scoreMs = value;
                        else
                            delete message.scoreMs;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.suspicions = value;
                        else
                            delete message.suspicions;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return PeerStatus;
    })();

    /**
     * PeerHealth enum.
     * @name gramme.PeerHealth
     * @enum {number}
     * @property {number} HEALTH_UNKNOWN=0 HEALTH_UNKNOWN value
     * @property {number} HEALTH_UP=1 HEALTH_UP value
     * @property {number} HEALTH_SUSPECT=2 HEALTH_SUSPECT value
     * @property {number} HEALTH_DOWN=3 HEALTH_DOWN value
     */
    gramme.PeerHealth = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "HEALTH_UNKNOWN"] = 0;
        values[valuesById[1] = "HEALTH_UP"] = 1;
        values[valuesById[2] = "HEALTH_SUSPECT"] = 2;
        values[valuesById[3] = "HEALTH_DOWN"] = 3;
        return values;
    })();

    gramme.Counter = (function() {

        /**
         * Properties of a Counter.
         * @typedef {Object} gramme.Counter.$Properties
         * @property {string|null} [name] Counter name
         * @property {number|null} [value] Counter value
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Counter.
         * @memberof gramme
         * @interface ICounter
         * @augments gramme.Counter.$Properties
         * @deprecated Use gramme.Counter.$Properties instead.
         */

        /**
         * Shape of a Counter.
         * @typedef {gramme.Counter.$Properties} gramme.Counter.$Shape
         */

        /**
         * Constructs a new Counter.
         * @memberof gramme
         * @classdesc Represents a Counter.
         * @constructor
         * @param {gramme.Counter.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Counter = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Counter name.
         * @member {string} name
         * @memberof gramme.Counter
         * @instance
         */
        Counter.prototype.name = "";

        /**
         * Counter value.
         * @member {number} value
         * @memberof gramme.Counter
         * @instance
         */
        Counter.prototype.value = 0;

        /**
         * Encodes the specified Counter message. Does not implicitly {@link gramme.Counter.verify|verify} messages.
         * @function encode
         * @memberof gramme.Counter
         * @static
         * @param {gramme.Counter.$Properties} message Counter message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Counter.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.value != null && $Object.hasOwnProperty.call(message, "value") && !$Object.is(message.value, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.value);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Counter message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Counter
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Counter & gramme.Counter.$Shape} Counter
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Counter.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Counter();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.value = value;
                        else
                            delete message.value;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Counter;
    })();

    gramme.MemberAct = (function() {

        /**
         * Properties of a MemberAct.
         * @typedef {Object} gramme.MemberAct.$Properties
         * @property {gramme.MemberActKind|null} [kind] MemberAct kind
         * @property {number|null} [weight] MemberAct weight
         * @property {string|null} [node] MemberAct node
         * @property {boolean|null} [force] MemberAct force
         * @property {string|null} [target] MemberAct target
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a MemberAct.
         * @memberof gramme
         * @interface IMemberAct
         * @augments gramme.MemberAct.$Properties
         * @deprecated Use gramme.MemberAct.$Properties instead.
         */

        /**
         * Shape of a MemberAct.
         * @typedef {gramme.MemberAct.$Properties} gramme.MemberAct.$Shape
         */

        /**
         * Constructs a new MemberAct.
         * @memberof gramme
         * @classdesc Represents a MemberAct.
         * @constructor
         * @param {gramme.MemberAct.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const MemberAct = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * MemberAct kind.
         * @member {gramme.MemberActKind} kind
         * @memberof gramme.MemberAct
         * @instance
         */
        MemberAct.prototype.kind = 0;

        /**
         * MemberAct weight.
         * @member {number} weight
         * @memberof gramme.MemberAct
         * @instance
         */
        MemberAct.prototype.weight = 0;

        /**
         * MemberAct node.
         * @member {string} node
         * @memberof gramme.MemberAct
         * @instance
         */
        MemberAct.prototype.node = "";

        /**
         * MemberAct force.
         * @member {boolean} force
         * @memberof gramme.MemberAct
         * @instance
         */
        MemberAct.prototype.force = false;

        /**
         * MemberAct target.
         * @member {string} target
         * @memberof gramme.MemberAct
         * @instance
         */
        MemberAct.prototype.target = "";

        /**
         * Encodes the specified MemberAct message. Does not implicitly {@link gramme.MemberAct.verify|verify} messages.
         * @function encode
         * @memberof gramme.MemberAct
         * @static
         * @param {gramme.MemberAct.$Properties} message MemberAct message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        MemberAct.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.kind);
            if (message.weight != null && $Object.hasOwnProperty.call(message, "weight") && !$Object.is(message.weight, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.weight);
            if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.node);
            if (message.force != null && $Object.hasOwnProperty.call(message, "force") && message.force !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.force);
            if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.target);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a MemberAct message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.MemberAct
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.MemberAct & gramme.MemberAct.$Shape} MemberAct
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        MemberAct.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.MemberAct();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.kind = value;
                        else
                            delete message.kind;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.weight = value;
                        else
                            delete message.weight;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.node = value;
                        else
                            delete message.node;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.force = value;
                        else
                            delete message.force;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.target = value;
                        else
                            delete message.target;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return MemberAct;
    })();

    /**
     * MemberActKind enum.
     * @name gramme.MemberActKind
     * @enum {number}
     * @property {number} MEMBER_ACT_NONE=0 MEMBER_ACT_NONE value
     * @property {number} MEMBER_ACT_JOIN=1 MEMBER_ACT_JOIN value
     * @property {number} MEMBER_ACT_LEAVE=2 MEMBER_ACT_LEAVE value
     * @property {number} MEMBER_ACT_REWEIGHT=3 MEMBER_ACT_REWEIGHT value
     * @property {number} MEMBER_ACT_REMOVE=4 MEMBER_ACT_REMOVE value
     * @property {number} MEMBER_ACT_RESTORE=5 MEMBER_ACT_RESTORE value
     * @property {number} MEMBER_ACT_REPLACE=6 MEMBER_ACT_REPLACE value
     */
    gramme.MemberActKind = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "MEMBER_ACT_NONE"] = 0;
        values[valuesById[1] = "MEMBER_ACT_JOIN"] = 1;
        values[valuesById[2] = "MEMBER_ACT_LEAVE"] = 2;
        values[valuesById[3] = "MEMBER_ACT_REWEIGHT"] = 3;
        values[valuesById[4] = "MEMBER_ACT_REMOVE"] = 4;
        values[valuesById[5] = "MEMBER_ACT_RESTORE"] = 5;
        values[valuesById[6] = "MEMBER_ACT_REPLACE"] = 6;
        return values;
    })();

    gramme.MemberActReply = (function() {

        /**
         * Properties of a MemberActReply.
         * @typedef {Object} gramme.MemberActReply.$Properties
         * @property {gramme.Member.$Properties|null} [self] MemberActReply self
         * @property {boolean|null} [changed] MemberActReply changed
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a MemberActReply.
         * @memberof gramme
         * @interface IMemberActReply
         * @augments gramme.MemberActReply.$Properties
         * @deprecated Use gramme.MemberActReply.$Properties instead.
         */

        /**
         * Shape of a MemberActReply.
         * @typedef {gramme.MemberActReply.$Properties} gramme.MemberActReply.$Shape
         */

        /**
         * Constructs a new MemberActReply.
         * @memberof gramme
         * @classdesc Represents a MemberActReply.
         * @constructor
         * @param {gramme.MemberActReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const MemberActReply = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * MemberActReply self.
         * @member {gramme.Member.$Properties|null|undefined} self
         * @memberof gramme.MemberActReply
         * @instance
         */
        MemberActReply.prototype.self = null;

        /**
         * MemberActReply changed.
         * @member {boolean} changed
         * @memberof gramme.MemberActReply
         * @instance
         */
        MemberActReply.prototype.changed = false;

        /**
         * Encodes the specified MemberActReply message. Does not implicitly {@link gramme.MemberActReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.MemberActReply
         * @static
         * @param {gramme.MemberActReply.$Properties} message MemberActReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        MemberActReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.self != null && $Object.hasOwnProperty.call(message, "self"))
                $root.gramme.Member.encode(message.self, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.changed != null && $Object.hasOwnProperty.call(message, "changed") && message.changed !== false)
                writer.uint32(/* id 2, wireType 0 =*/16).bool(message.changed);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a MemberActReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.MemberActReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.MemberActReply & gramme.MemberActReply.$Shape} MemberActReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        MemberActReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.MemberActReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.self = $root.gramme.Member.decode(reader, reader.size(), $undefined, _depth + 1, message.self);
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.changed = value;
                        else
                            delete message.changed;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return MemberActReply;
    })();

    gramme.ReplicaGet = (function() {

        /**
         * Properties of a ReplicaGet.
         * @typedef {Object} gramme.ReplicaGet.$Properties
         * @property {Uint8Array|null} [key] ReplicaGet key
         * @property {boolean|null} [hasDigest] ReplicaGet hasDigest
         * @property {number|null} [digestHigh] ReplicaGet digestHigh
         * @property {number|null} [digestLow] ReplicaGet digestLow
         * @property {boolean|null} [standIn] ReplicaGet standIn
         * @property {boolean|null} [check] ReplicaGet check
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ReplicaGet.
         * @memberof gramme
         * @interface IReplicaGet
         * @augments gramme.ReplicaGet.$Properties
         * @deprecated Use gramme.ReplicaGet.$Properties instead.
         */

        /**
         * Shape of a ReplicaGet.
         * @typedef {gramme.ReplicaGet.$Properties} gramme.ReplicaGet.$Shape
         */

        /**
         * Constructs a new ReplicaGet.
         * @memberof gramme
         * @classdesc Represents a ReplicaGet.
         * @constructor
         * @param {gramme.ReplicaGet.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ReplicaGet = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ReplicaGet key.
         * @member {Uint8Array} key
         * @memberof gramme.ReplicaGet
         * @instance
         */
        ReplicaGet.prototype.key = $util.newBuffer([]);

        /**
         * ReplicaGet hasDigest.
         * @member {boolean} hasDigest
         * @memberof gramme.ReplicaGet
         * @instance
         */
        ReplicaGet.prototype.hasDigest = false;

        /**
         * ReplicaGet digestHigh.
         * @member {number} digestHigh
         * @memberof gramme.ReplicaGet
         * @instance
         */
        ReplicaGet.prototype.digestHigh = 0;

        /**
         * ReplicaGet digestLow.
         * @member {number} digestLow
         * @memberof gramme.ReplicaGet
         * @instance
         */
        ReplicaGet.prototype.digestLow = 0;

        /**
         * ReplicaGet standIn.
         * @member {boolean} standIn
         * @memberof gramme.ReplicaGet
         * @instance
         */
        ReplicaGet.prototype.standIn = false;

        /**
         * ReplicaGet check.
         * @member {boolean} check
         * @memberof gramme.ReplicaGet
         * @instance
         */
        ReplicaGet.prototype.check = false;

        /**
         * Encodes the specified ReplicaGet message. Does not implicitly {@link gramme.ReplicaGet.verify|verify} messages.
         * @function encode
         * @memberof gramme.ReplicaGet
         * @static
         * @param {gramme.ReplicaGet.$Properties} message ReplicaGet message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ReplicaGet.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
            if (message.hasDigest != null && $Object.hasOwnProperty.call(message, "hasDigest") && message.hasDigest !== false)
                writer.uint32(/* id 2, wireType 0 =*/16).bool(message.hasDigest);
            if (message.digestHigh != null && $Object.hasOwnProperty.call(message, "digestHigh") && message.digestHigh !== 0)
                writer.uint32(/* id 3, wireType 5 =*/29).fixed32(message.digestHigh);
            if (message.digestLow != null && $Object.hasOwnProperty.call(message, "digestLow") && message.digestLow !== 0)
                writer.uint32(/* id 4, wireType 5 =*/37).fixed32(message.digestLow);
            if (message.standIn != null && $Object.hasOwnProperty.call(message, "standIn") && message.standIn !== false)
                writer.uint32(/* id 5, wireType 0 =*/40).bool(message.standIn);
            if (message.check != null && $Object.hasOwnProperty.call(message, "check") && message.check !== false)
                writer.uint32(/* id 6, wireType 0 =*/48).bool(message.check);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ReplicaGet message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.ReplicaGet
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.ReplicaGet & gramme.ReplicaGet.$Shape} ReplicaGet
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ReplicaGet.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.ReplicaGet();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.hasDigest = value;
                        else
                            delete message.hasDigest;
                        continue;
                    }
                case 3: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.digestHigh = value;
                        else
                            delete message.digestHigh;
                        continue;
                    }
                case 4: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.digestLow = value;
                        else
                            delete message.digestLow;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.standIn = value;
                        else
                            delete message.standIn;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.check = value;
                        else
                            delete message.check;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ReplicaGet;
    })();

    gramme.ReplicaGetReply = (function() {

        /**
         * Properties of a ReplicaGetReply.
         * @typedef {Object} gramme.ReplicaGetReply.$Properties
         * @property {gramme.Holding|null} [holding] ReplicaGetReply holding
         * @property {gramme.Claim|null} [claim] ReplicaGetReply claim
         * @property {Array.<string>|null} [others] ReplicaGetReply others
         * @property {number|null} [checksum] ReplicaGetReply checksum
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ReplicaGetReply.
         * @memberof gramme
         * @interface IReplicaGetReply
         * @augments gramme.ReplicaGetReply.$Properties
         * @deprecated Use gramme.ReplicaGetReply.$Properties instead.
         */

        /**
         * Shape of a ReplicaGetReply.
         * @typedef {gramme.ReplicaGetReply.$Properties} gramme.ReplicaGetReply.$Shape
         */

        /**
         * Constructs a new ReplicaGetReply.
         * @memberof gramme
         * @classdesc Represents a ReplicaGetReply.
         * @constructor
         * @param {gramme.ReplicaGetReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ReplicaGetReply = function (properties) {
            this.others = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ReplicaGetReply holding.
         * @member {gramme.Holding} holding
         * @memberof gramme.ReplicaGetReply
         * @instance
         */
        ReplicaGetReply.prototype.holding = 0;

        /**
         * ReplicaGetReply claim.
         * @member {gramme.Claim} claim
         * @memberof gramme.ReplicaGetReply
         * @instance
         */
        ReplicaGetReply.prototype.claim = 0;

        /**
         * ReplicaGetReply others.
         * @member {Array.<string>} others
         * @memberof gramme.ReplicaGetReply
         * @instance
         */
        ReplicaGetReply.prototype.others = $util.emptyArray;

        /**
         * ReplicaGetReply checksum.
         * @member {number} checksum
         * @memberof gramme.ReplicaGetReply
         * @instance
         */
        ReplicaGetReply.prototype.checksum = 0;

        /**
         * Encodes the specified ReplicaGetReply message. Does not implicitly {@link gramme.ReplicaGetReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.ReplicaGetReply
         * @static
         * @param {gramme.ReplicaGetReply.$Properties} message ReplicaGetReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ReplicaGetReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.holding != null && $Object.hasOwnProperty.call(message, "holding") && message.holding !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.holding);
            if (message.claim != null && $Object.hasOwnProperty.call(message, "claim") && message.claim !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).int32(message.claim);
            if (message.others != null && message.others.length)
                for (let i = 0; i < message.others.length; ++i)
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.others[i]);
            if (message.checksum != null && $Object.hasOwnProperty.call(message, "checksum") && message.checksum !== 0)
                writer.uint32(/* id 4, wireType 5 =*/37).fixed32(message.checksum);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ReplicaGetReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.ReplicaGetReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.ReplicaGetReply & gramme.ReplicaGetReply.$Shape} ReplicaGetReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ReplicaGetReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.ReplicaGetReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.holding = value;
                        else
                            delete message.holding;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.claim = value;
                        else
                            delete message.claim;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.others && message.others.length))
                            message.others = [];
                        message.others.push(reader.stringVerify());
                        continue;
                    }
                case 4: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.checksum = value;
                        else
                            delete message.checksum;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ReplicaGetReply;
    })();

    /**
     * Claim enum.
     * @name gramme.Claim
     * @enum {number}
     * @property {number} CLAIM_SERVING=0 CLAIM_SERVING value
     * @property {number} CLAIM_FILLING=1 CLAIM_FILLING value
     * @property {number} CLAIM_FORMER=2 CLAIM_FORMER value
     * @property {number} CLAIM_GONE=3 CLAIM_GONE value
     */
    gramme.Claim = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "CLAIM_SERVING"] = 0;
        values[valuesById[1] = "CLAIM_FILLING"] = 1;
        values[valuesById[2] = "CLAIM_FORMER"] = 2;
        values[valuesById[3] = "CLAIM_GONE"] = 3;
        return values;
    })();

    /**
     * Holding enum.
     * @name gramme.Holding
     * @enum {number}
     * @property {number} HOLDING_MISSING=0 HOLDING_MISSING value
     * @property {number} HOLDING_SAME=1 HOLDING_SAME value
     * @property {number} HOLDING_FOUND=2 HOLDING_FOUND value
     * @property {number} HOLDING_DAMAGED=3 HOLDING_DAMAGED value
     * @property {number} HOLDING_OTHER=4 HOLDING_OTHER value
     */
    gramme.Holding = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "HOLDING_MISSING"] = 0;
        values[valuesById[1] = "HOLDING_SAME"] = 1;
        values[valuesById[2] = "HOLDING_FOUND"] = 2;
        values[valuesById[3] = "HOLDING_DAMAGED"] = 3;
        values[valuesById[4] = "HOLDING_OTHER"] = 4;
        return values;
    })();

    gramme.ReplicaPut = (function() {

        /**
         * Properties of a ReplicaPut.
         * @typedef {Object} gramme.ReplicaPut.$Properties
         * @property {Uint8Array|null} [key] ReplicaPut key
         * @property {gramme.Durability|null} [durability] ReplicaPut durability
         * @property {boolean|null} [hasBase] ReplicaPut hasBase
         * @property {number|null} [baseHigh] ReplicaPut baseHigh
         * @property {number|null} [baseLow] ReplicaPut baseLow
         * @property {boolean|null} [standIn] ReplicaPut standIn
         * @property {number|null} [checksum] ReplicaPut checksum
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ReplicaPut.
         * @memberof gramme
         * @interface IReplicaPut
         * @augments gramme.ReplicaPut.$Properties
         * @deprecated Use gramme.ReplicaPut.$Properties instead.
         */

        /**
         * Shape of a ReplicaPut.
         * @typedef {gramme.ReplicaPut.$Properties} gramme.ReplicaPut.$Shape
         */

        /**
         * Constructs a new ReplicaPut.
         * @memberof gramme
         * @classdesc Represents a ReplicaPut.
         * @constructor
         * @param {gramme.ReplicaPut.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ReplicaPut = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ReplicaPut key.
         * @member {Uint8Array} key
         * @memberof gramme.ReplicaPut
         * @instance
         */
        ReplicaPut.prototype.key = $util.newBuffer([]);

        /**
         * ReplicaPut durability.
         * @member {gramme.Durability} durability
         * @memberof gramme.ReplicaPut
         * @instance
         */
        ReplicaPut.prototype.durability = 0;

        /**
         * ReplicaPut hasBase.
         * @member {boolean} hasBase
         * @memberof gramme.ReplicaPut
         * @instance
         */
        ReplicaPut.prototype.hasBase = false;

        /**
         * ReplicaPut baseHigh.
         * @member {number} baseHigh
         * @memberof gramme.ReplicaPut
         * @instance
         */
        ReplicaPut.prototype.baseHigh = 0;

        /**
         * ReplicaPut baseLow.
         * @member {number} baseLow
         * @memberof gramme.ReplicaPut
         * @instance
         */
        ReplicaPut.prototype.baseLow = 0;

        /**
         * ReplicaPut standIn.
         * @member {boolean} standIn
         * @memberof gramme.ReplicaPut
         * @instance
         */
        ReplicaPut.prototype.standIn = false;

        /**
         * ReplicaPut checksum.
         * @member {number} checksum
         * @memberof gramme.ReplicaPut
         * @instance
         */
        ReplicaPut.prototype.checksum = 0;

        /**
         * Encodes the specified ReplicaPut message. Does not implicitly {@link gramme.ReplicaPut.verify|verify} messages.
         * @function encode
         * @memberof gramme.ReplicaPut
         * @static
         * @param {gramme.ReplicaPut.$Properties} message ReplicaPut message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ReplicaPut.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
            if (message.durability != null && $Object.hasOwnProperty.call(message, "durability") && message.durability !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).int32(message.durability);
            if (message.hasBase != null && $Object.hasOwnProperty.call(message, "hasBase") && message.hasBase !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.hasBase);
            if (message.baseHigh != null && $Object.hasOwnProperty.call(message, "baseHigh") && message.baseHigh !== 0)
                writer.uint32(/* id 4, wireType 5 =*/37).fixed32(message.baseHigh);
            if (message.baseLow != null && $Object.hasOwnProperty.call(message, "baseLow") && message.baseLow !== 0)
                writer.uint32(/* id 5, wireType 5 =*/45).fixed32(message.baseLow);
            if (message.standIn != null && $Object.hasOwnProperty.call(message, "standIn") && message.standIn !== false)
                writer.uint32(/* id 6, wireType 0 =*/48).bool(message.standIn);
            if (message.checksum != null && $Object.hasOwnProperty.call(message, "checksum") && message.checksum !== 0)
                writer.uint32(/* id 7, wireType 5 =*/61).fixed32(message.checksum);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ReplicaPut message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.ReplicaPut
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.ReplicaPut & gramme.ReplicaPut.$Shape} ReplicaPut
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ReplicaPut.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.ReplicaPut();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.durability = value;
                        else
                            delete message.durability;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.hasBase = value;
                        else
                            delete message.hasBase;
                        continue;
                    }
                case 4: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.baseHigh = value;
                        else
                            delete message.baseHigh;
                        continue;
                    }
                case 5: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.baseLow = value;
                        else
                            delete message.baseLow;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.standIn = value;
                        else
                            delete message.standIn;
                        continue;
                    }
                case 7: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.checksum = value;
                        else
                            delete message.checksum;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ReplicaPut;
    })();

    gramme.ReplicaPutReply = (function() {

        /**
         * Properties of a ReplicaPutReply.
         * @typedef {Object} gramme.ReplicaPutReply.$Properties
         * @property {gramme.Claim|null} [claim] ReplicaPutReply claim
         * @property {Array.<string>|null} [others] ReplicaPutReply others
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ReplicaPutReply.
         * @memberof gramme
         * @interface IReplicaPutReply
         * @augments gramme.ReplicaPutReply.$Properties
         * @deprecated Use gramme.ReplicaPutReply.$Properties instead.
         */

        /**
         * Shape of a ReplicaPutReply.
         * @typedef {gramme.ReplicaPutReply.$Properties} gramme.ReplicaPutReply.$Shape
         */

        /**
         * Constructs a new ReplicaPutReply.
         * @memberof gramme
         * @classdesc Represents a ReplicaPutReply.
         * @constructor
         * @param {gramme.ReplicaPutReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ReplicaPutReply = function (properties) {
            this.others = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ReplicaPutReply claim.
         * @member {gramme.Claim} claim
         * @memberof gramme.ReplicaPutReply
         * @instance
         */
        ReplicaPutReply.prototype.claim = 0;

        /**
         * ReplicaPutReply others.
         * @member {Array.<string>} others
         * @memberof gramme.ReplicaPutReply
         * @instance
         */
        ReplicaPutReply.prototype.others = $util.emptyArray;

        /**
         * Encodes the specified ReplicaPutReply message. Does not implicitly {@link gramme.ReplicaPutReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.ReplicaPutReply
         * @static
         * @param {gramme.ReplicaPutReply.$Properties} message ReplicaPutReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ReplicaPutReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.claim != null && $Object.hasOwnProperty.call(message, "claim") && message.claim !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.claim);
            if (message.others != null && message.others.length)
                for (let i = 0; i < message.others.length; ++i)
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.others[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ReplicaPutReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.ReplicaPutReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.ReplicaPutReply & gramme.ReplicaPutReply.$Shape} ReplicaPutReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ReplicaPutReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.ReplicaPutReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.claim = value;
                        else
                            delete message.claim;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.others && message.others.length))
                            message.others = [];
                        message.others.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ReplicaPutReply;
    })();

    gramme.Compare = (function() {

        /**
         * Properties of a Compare.
         * @typedef {Object} gramme.Compare.$Properties
         * @property {number|null} [ringDigest] Compare ringDigest
         * @property {Array.<number>|null} [partitions] Compare partitions
         * @property {Uint8Array|null} [hashes] Compare hashes
         * @property {boolean|null} [settle] Compare settle
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Compare.
         * @memberof gramme
         * @interface ICompare
         * @augments gramme.Compare.$Properties
         * @deprecated Use gramme.Compare.$Properties instead.
         */

        /**
         * Shape of a Compare.
         * @typedef {gramme.Compare.$Properties} gramme.Compare.$Shape
         */

        /**
         * Constructs a new Compare.
         * @memberof gramme
         * @classdesc Represents a Compare.
         * @constructor
         * @param {gramme.Compare.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Compare = function (properties) {
            this.partitions = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Compare ringDigest.
         * @member {number} ringDigest
         * @memberof gramme.Compare
         * @instance
         */
        Compare.prototype.ringDigest = 0;

        /**
         * Compare partitions.
         * @member {Array.<number>} partitions
         * @memberof gramme.Compare
         * @instance
         */
        Compare.prototype.partitions = $util.emptyArray;

        /**
         * Compare hashes.
         * @member {Uint8Array} hashes
         * @memberof gramme.Compare
         * @instance
         */
        Compare.prototype.hashes = $util.newBuffer([]);

        /**
         * Compare settle.
         * @member {boolean} settle
         * @memberof gramme.Compare
         * @instance
         */
        Compare.prototype.settle = false;

        /**
         * Encodes the specified Compare message. Does not implicitly {@link gramme.Compare.verify|verify} messages.
         * @function encode
         * @memberof gramme.Compare
         * @static
         * @param {gramme.Compare.$Properties} message Compare message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Compare.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.ringDigest != null && $Object.hasOwnProperty.call(message, "ringDigest") && message.ringDigest !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.ringDigest);
            if (message.partitions != null && message.partitions.length)
                writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.partitions);
            if (message.hashes != null && $Object.hasOwnProperty.call(message, "hashes") && message.hashes.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.hashes);
            if (message.settle != null && $Object.hasOwnProperty.call(message, "settle") && message.settle !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.settle);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Compare message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Compare
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Compare & gramme.Compare.$Shape} Compare
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Compare.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Compare();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.ringDigest = value;
                        else
                            delete message.ringDigest;
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.partitions && message.partitions.length))
                                message.partitions = [];
                            reader.uint32s(message.partitions);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.partitions && message.partitions.length))
                            message.partitions = [];
                        message.partitions.push(reader.uint32());
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.hashes = value;
                        else
                            delete message.hashes;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.settle = value;
                        else
                            delete message.settle;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Compare;
    })();

    gramme.CompareReply = (function() {

        /**
         * Properties of a CompareReply.
         * @typedef {Object} gramme.CompareReply.$Properties
         * @property {number|null} [lookedAt] CompareReply lookedAt
         * @property {Array.<number>|null} [different] CompareReply different
         * @property {Uint8Array|null} [leaves] CompareReply leaves
         * @property {Array.<number>|null} [unserved] CompareReply unserved
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a CompareReply.
         * @memberof gramme
         * @interface ICompareReply
         * @augments gramme.CompareReply.$Properties
         * @deprecated Use gramme.CompareReply.$Properties instead.
         */

        /**
         * Shape of a CompareReply.
         * @typedef {gramme.CompareReply.$Properties} gramme.CompareReply.$Shape
         */

        /**
         * Constructs a new CompareReply.
         * @memberof gramme
         * @classdesc Represents a CompareReply.
         * @constructor
         * @param {gramme.CompareReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const CompareReply = function (properties) {
            this.different = [];
            this.unserved = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * CompareReply lookedAt.
         * @member {number} lookedAt
         * @memberof gramme.CompareReply
         * @instance
         */
        CompareReply.prototype.lookedAt = 0;

        /**
         * CompareReply different.
         * @member {Array.<number>} different
         * @memberof gramme.CompareReply
         * @instance
         */
        CompareReply.prototype.different = $util.emptyArray;

        /**
         * CompareReply leaves.
         * @member {Uint8Array} leaves
         * @memberof gramme.CompareReply
         * @instance
         */
        CompareReply.prototype.leaves = $util.newBuffer([]);

        /**
         * CompareReply unserved.
         * @member {Array.<number>} unserved
         * @memberof gramme.CompareReply
         * @instance
         */
        CompareReply.prototype.unserved = $util.emptyArray;

        /**
         * Encodes the specified CompareReply message. Does not implicitly {@link gramme.CompareReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.CompareReply
         * @static
         * @param {gramme.CompareReply.$Properties} message CompareReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        CompareReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.lookedAt != null && $Object.hasOwnProperty.call(message, "lookedAt") && message.lookedAt !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.lookedAt);
            if (message.different != null && message.different.length)
                writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.different);
            if (message.leaves != null && $Object.hasOwnProperty.call(message, "leaves") && message.leaves.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.leaves);
            if (message.unserved != null && message.unserved.length)
                writer.uint32(/* id 4, wireType 2 =*/34).uint32s(message.unserved);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a CompareReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.CompareReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.CompareReply & gramme.CompareReply.$Shape} CompareReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        CompareReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.CompareReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.lookedAt = value;
                        else
                            delete message.lookedAt;
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.different && message.different.length))
                                message.different = [];
                            reader.uint32s(message.different);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.different && message.different.length))
                            message.different = [];
                        message.different.push(reader.uint32());
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.leaves = value;
                        else
                            delete message.leaves;
                        continue;
                    }
                case 4: {
                        if (wireType === 2) {
                            if (!(message.unserved && message.unserved.length))
                                message.unserved = [];
                            reader.uint32s(message.unserved);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.unserved && message.unserved.length))
                            message.unserved = [];
                        message.unserved.push(reader.uint32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CompareReply;
    })();

    gramme.List = (function() {

        /**
         * Properties of a List.
         * @typedef {Object} gramme.List.$Properties
         * @property {number|null} [partition] List partition
         * @property {Array.<gramme.HashRange.$Properties>|null} [ranges] List ranges
         * @property {boolean|null} [settle] List settle
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a List.
         * @memberof gramme
         * @interface IList
         * @augments gramme.List.$Properties
         * @deprecated Use gramme.List.$Properties instead.
         */

        /**
         * Shape of a List.
         * @typedef {gramme.List.$Properties} gramme.List.$Shape
         */

        /**
         * Constructs a new List.
         * @memberof gramme
         * @classdesc Represents a List.
         * @constructor
         * @param {gramme.List.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const List = function (properties) {
            this.ranges = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * List partition.
         * @member {number} partition
         * @memberof gramme.List
         * @instance
         */
        List.prototype.partition = 0;

        /**
         * List ranges.
         * @member {Array.<gramme.HashRange.$Properties>} ranges
         * @memberof gramme.List
         * @instance
         */
        List.prototype.ranges = $util.emptyArray;

        /**
         * List settle.
         * @member {boolean} settle
         * @memberof gramme.List
         * @instance
         */
        List.prototype.settle = false;

        /**
         * Encodes the specified List message. Does not implicitly {@link gramme.List.verify|verify} messages.
         * @function encode
         * @memberof gramme.List
         * @static
         * @param {gramme.List.$Properties} message List message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        List.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.partition != null && $Object.hasOwnProperty.call(message, "partition") && message.partition !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.partition);
            if (message.ranges != null && message.ranges.length)
                for (let i = 0; i < message.ranges.length; ++i)
                    $root.gramme.HashRange.encode(message.ranges[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.settle != null && $Object.hasOwnProperty.call(message, "settle") && message.settle !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.settle);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a List message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.List
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.List & gramme.List.$Shape} List
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        List.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.List();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.partition = value;
                        else
                            delete message.partition;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ranges && message.ranges.length))
                            message.ranges = [];
                        message.ranges.push($root.gramme.HashRange.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.settle = value;
                        else
                            delete message.settle;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return List;
    })();

    gramme.HashRange = (function() {

        /**
         * Properties of a HashRange.
         * @typedef {Object} gramme.HashRange.$Properties
         * @property {number|null} [from] HashRange from
         * @property {number|null} [bits] HashRange bits
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HashRange.
         * @memberof gramme
         * @interface IHashRange
         * @augments gramme.HashRange.$Properties
         * @deprecated Use gramme.HashRange.$Properties instead.
         */

        /**
         * Shape of a HashRange.
         * @typedef {gramme.HashRange.$Properties} gramme.HashRange.$Shape
         */

        /**
         * Constructs a new HashRange.
         * @memberof gramme
         * @classdesc Represents a HashRange.
         * @constructor
         * @param {gramme.HashRange.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HashRange = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HashRange from.
         * @member {number} from
         * @memberof gramme.HashRange
         * @instance
         */
        HashRange.prototype.from = 0;

        /**
         * HashRange bits.
         * @member {number} bits
         * @memberof gramme.HashRange
         * @instance
         */
        HashRange.prototype.bits = 0;

        /**
         * Encodes the specified HashRange message. Does not implicitly {@link gramme.HashRange.verify|verify} messages.
         * @function encode
         * @memberof gramme.HashRange
         * @static
         * @param {gramme.HashRange.$Properties} message HashRange message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HashRange.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.from);
            if (message.bits != null && $Object.hasOwnProperty.call(message, "bits") && message.bits !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.bits);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HashRange message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.HashRange
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.HashRange & gramme.HashRange.$Shape} HashRange
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HashRange.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.HashRange();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.from = value;
                        else
                            delete message.from;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.bits = value;
                        else
                            delete message.bits;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HashRange;
    })();

    gramme.ListReply = (function() {

        /**
         * Properties of a ListReply.
         * @typedef {Object} gramme.ListReply.$Properties
         * @property {Array.<gramme.RangeContent.$Properties>|null} [contents] ListReply contents
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ListReply.
         * @memberof gramme
         * @interface IListReply
         * @augments gramme.ListReply.$Properties
         * @deprecated Use gramme.ListReply.$Properties instead.
         */

        /**
         * Shape of a ListReply.
         * @typedef {gramme.ListReply.$Properties} gramme.ListReply.$Shape
         */

        /**
         * Constructs a new ListReply.
         * @memberof gramme
         * @classdesc Represents a ListReply.
         * @constructor
         * @param {gramme.ListReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ListReply = function (properties) {
            this.contents = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ListReply contents.
         * @member {Array.<gramme.RangeContent.$Properties>} contents
         * @memberof gramme.ListReply
         * @instance
         */
        ListReply.prototype.contents = $util.emptyArray;

        /**
         * Encodes the specified ListReply message. Does not implicitly {@link gramme.ListReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.ListReply
         * @static
         * @param {gramme.ListReply.$Properties} message ListReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ListReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.contents != null && message.contents.length)
                for (let i = 0; i < message.contents.length; ++i)
                    $root.gramme.RangeContent.encode(message.contents[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ListReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.ListReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.ListReply & gramme.ListReply.$Shape} ListReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ListReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.ListReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.contents && message.contents.length))
                            message.contents = [];
                        message.contents.push($root.gramme.RangeContent.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ListReply;
    })();

    gramme.RangeContent = (function() {

        /**
         * Properties of a RangeContent.
         * @typedef {Object} gramme.RangeContent.$Properties
         * @property {Uint8Array|null} [versions] RangeContent versions
         * @property {Uint8Array|null} [parts] RangeContent parts
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RangeContent.
         * @memberof gramme
         * @interface IRangeContent
         * @augments gramme.RangeContent.$Properties
         * @deprecated Use gramme.RangeContent.$Properties instead.
         */

        /**
         * Shape of a RangeContent.
         * @typedef {gramme.RangeContent.$Properties} gramme.RangeContent.$Shape
         */

        /**
         * Constructs a new RangeContent.
         * @memberof gramme
         * @classdesc Represents a RangeContent.
         * @constructor
         * @param {gramme.RangeContent.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RangeContent = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RangeContent versions.
         * @member {Uint8Array} versions
         * @memberof gramme.RangeContent
         * @instance
         */
        RangeContent.prototype.versions = $util.newBuffer([]);

        /**
         * RangeContent parts.
         * @member {Uint8Array} parts
         * @memberof gramme.RangeContent
         * @instance
         */
        RangeContent.prototype.parts = $util.newBuffer([]);

        /**
         * Encodes the specified RangeContent message. Does not implicitly {@link gramme.RangeContent.verify|verify} messages.
         * @function encode
         * @memberof gramme.RangeContent
         * @static
         * @param {gramme.RangeContent.$Properties} message RangeContent message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RangeContent.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.versions != null && $Object.hasOwnProperty.call(message, "versions") && message.versions.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.versions);
            if (message.parts != null && $Object.hasOwnProperty.call(message, "parts") && message.parts.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.parts);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RangeContent message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.RangeContent
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.RangeContent & gramme.RangeContent.$Shape} RangeContent
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RangeContent.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.RangeContent();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.versions = value;
                        else
                            delete message.versions;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.parts = value;
                        else
                            delete message.parts;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RangeContent;
    })();

    gramme.Fetch = (function() {

        /**
         * Properties of a Fetch.
         * @typedef {Object} gramme.Fetch.$Properties
         * @property {number|null} [partition] Fetch partition
         * @property {Array.<number>|null} [keyHashes] Fetch keyHashes
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Fetch.
         * @memberof gramme
         * @interface IFetch
         * @augments gramme.Fetch.$Properties
         * @deprecated Use gramme.Fetch.$Properties instead.
         */

        /**
         * Shape of a Fetch.
         * @typedef {gramme.Fetch.$Properties} gramme.Fetch.$Shape
         */

        /**
         * Constructs a new Fetch.
         * @memberof gramme
         * @classdesc Represents a Fetch.
         * @constructor
         * @param {gramme.Fetch.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Fetch = function (properties) {
            this.keyHashes = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Fetch partition.
         * @member {number} partition
         * @memberof gramme.Fetch
         * @instance
         */
        Fetch.prototype.partition = 0;

        /**
         * Fetch keyHashes.
         * @member {Array.<number>} keyHashes
         * @memberof gramme.Fetch
         * @instance
         */
        Fetch.prototype.keyHashes = $util.emptyArray;

        /**
         * Encodes the specified Fetch message. Does not implicitly {@link gramme.Fetch.verify|verify} messages.
         * @function encode
         * @memberof gramme.Fetch
         * @static
         * @param {gramme.Fetch.$Properties} message Fetch message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Fetch.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.partition != null && $Object.hasOwnProperty.call(message, "partition") && message.partition !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.partition);
            if (message.keyHashes != null && message.keyHashes.length)
                writer.uint32(/* id 2, wireType 2 =*/18).fixed32s(message.keyHashes);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Fetch message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Fetch
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Fetch & gramme.Fetch.$Shape} Fetch
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Fetch.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Fetch();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.partition = value;
                        else
                            delete message.partition;
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.keyHashes && message.keyHashes.length))
                                message.keyHashes = [];
                            reader.fixed32s(message.keyHashes);
                            continue;
                        }
                        if (wireType !== 5)
                            break;
                        if (!(message.keyHashes && message.keyHashes.length))
                            message.keyHashes = [];
                        message.keyHashes.push(reader.fixed32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Fetch;
    })();

    gramme.FetchReply = (function() {

        /**
         * Properties of a FetchReply.
         * @typedef {Object} gramme.FetchReply.$Properties
         * @property {number|null} [lookedAt] FetchReply lookedAt
         * @property {Array.<gramme.FetchedObject.$Properties>|null} [objects] FetchReply objects
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a FetchReply.
         * @memberof gramme
         * @interface IFetchReply
         * @augments gramme.FetchReply.$Properties
         * @deprecated Use gramme.FetchReply.$Properties instead.
         */

        /**
         * Shape of a FetchReply.
         * @typedef {gramme.FetchReply.$Properties} gramme.FetchReply.$Shape
         */

        /**
         * Constructs a new FetchReply.
         * @memberof gramme
         * @classdesc Represents a FetchReply.
         * @constructor
         * @param {gramme.FetchReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const FetchReply = function (properties) {
            this.objects = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * FetchReply lookedAt.
         * @member {number} lookedAt
         * @memberof gramme.FetchReply
         * @instance
         */
        FetchReply.prototype.lookedAt = 0;

        /**
         * FetchReply objects.
         * @member {Array.<gramme.FetchedObject.$Properties>} objects
         * @memberof gramme.FetchReply
         * @instance
         */
        FetchReply.prototype.objects = $util.emptyArray;

        /**
         * Encodes the specified FetchReply message. Does not implicitly {@link gramme.FetchReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.FetchReply
         * @static
         * @param {gramme.FetchReply.$Properties} message FetchReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        FetchReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.lookedAt != null && $Object.hasOwnProperty.call(message, "lookedAt") && message.lookedAt !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.lookedAt);
            if (message.objects != null && message.objects.length)
                for (let i = 0; i < message.objects.length; ++i)
                    $root.gramme.FetchedObject.encode(message.objects[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a FetchReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.FetchReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.FetchReply & gramme.FetchReply.$Shape} FetchReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        FetchReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.FetchReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.lookedAt = value;
                        else
                            delete message.lookedAt;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.objects && message.objects.length))
                            message.objects = [];
                        message.objects.push($root.gramme.FetchedObject.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return FetchReply;
    })();

    gramme.FetchedObject = (function() {

        /**
         * Properties of a FetchedObject.
         * @typedef {Object} gramme.FetchedObject.$Properties
         * @property {Uint8Array|null} [key] FetchedObject key
         * @property {number|null} [length] FetchedObject length
         * @property {number|null} [checksum] FetchedObject checksum
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a FetchedObject.
         * @memberof gramme
         * @interface IFetchedObject
         * @augments gramme.FetchedObject.$Properties
         * @deprecated Use gramme.FetchedObject.$Properties instead.
         */

        /**
         * Shape of a FetchedObject.
         * @typedef {gramme.FetchedObject.$Properties} gramme.FetchedObject.$Shape
         */

        /**
         * Constructs a new FetchedObject.
         * @memberof gramme
         * @classdesc Represents a FetchedObject.
         * @constructor
         * @param {gramme.FetchedObject.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const FetchedObject = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * FetchedObject key.
         * @member {Uint8Array} key
         * @memberof gramme.FetchedObject
         * @instance
         */
        FetchedObject.prototype.key = $util.newBuffer([]);

        /**
         * FetchedObject length.
         * @member {number} length
         * @memberof gramme.FetchedObject
         * @instance
         */
        FetchedObject.prototype.length = 0;

        /**
         * FetchedObject checksum.
         * @member {number} checksum
         * @memberof gramme.FetchedObject
         * @instance
         */
        FetchedObject.prototype.checksum = 0;

        /**
         * Encodes the specified FetchedObject message. Does not implicitly {@link gramme.FetchedObject.verify|verify} messages.
         * @function encode
         * @memberof gramme.FetchedObject
         * @static
         * @param {gramme.FetchedObject.$Properties} message FetchedObject message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        FetchedObject.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
            if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.length);
            if (message.checksum != null && $Object.hasOwnProperty.call(message, "checksum") && message.checksum !== 0)
                writer.uint32(/* id 3, wireType 5 =*/29).fixed32(message.checksum);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a FetchedObject message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.FetchedObject
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.FetchedObject & gramme.FetchedObject.$Shape} FetchedObject
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        FetchedObject.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.FetchedObject();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.length = value;
                        else
                            delete message.length;
                        continue;
                    }
                case 3: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.checksum = value;
                        else
                            delete message.checksum;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return FetchedObject;
    })();

    gramme.Reap = (function() {

        /**
         * Properties of a Reap.
         * @typedef {Object} gramme.Reap.$Properties
         * @property {number|null} [ringDigest] Reap ringDigest
         * @property {number|null} [partition] Reap partition
         * @property {Array.<gramme.DeadVersion.$Properties>|null} [dead] Reap dead
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Reap.
         * @memberof gramme
         * @interface IReap
         * @augments gramme.Reap.$Properties
         * @deprecated Use gramme.Reap.$Properties instead.
         */

        /**
         * Shape of a Reap.
         * @typedef {gramme.Reap.$Properties} gramme.Reap.$Shape
         */

        /**
         * Constructs a new Reap.
         * @memberof gramme
         * @classdesc Represents a Reap.
         * @constructor
         * @param {gramme.Reap.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Reap = function (properties) {
            this.dead = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Reap ringDigest.
         * @member {number} ringDigest
         * @memberof gramme.Reap
         * @instance
         */
        Reap.prototype.ringDigest = 0;

        /**
         * Reap partition.
         * @member {number} partition
         * @memberof gramme.Reap
         * @instance
         */
        Reap.prototype.partition = 0;

        /**
         * Reap dead.
         * @member {Array.<gramme.DeadVersion.$Properties>} dead
         * @memberof gramme.Reap
         * @instance
         */
        Reap.prototype.dead = $util.emptyArray;

        /**
         * Encodes the specified Reap message. Does not implicitly {@link gramme.Reap.verify|verify} messages.
         * @function encode
         * @memberof gramme.Reap
         * @static
         * @param {gramme.Reap.$Properties} message Reap message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Reap.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.ringDigest != null && $Object.hasOwnProperty.call(message, "ringDigest") && message.ringDigest !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.ringDigest);
            if (message.partition != null && $Object.hasOwnProperty.call(message, "partition") && message.partition !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.partition);
            if (message.dead != null && message.dead.length)
                for (let i = 0; i < message.dead.length; ++i)
                    $root.gramme.DeadVersion.encode(message.dead[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Reap message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Reap
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Reap & gramme.Reap.$Shape} Reap
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Reap.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Reap();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.ringDigest = value;
                        else
                            delete message.ringDigest;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.partition = value;
                        else
                            delete message.partition;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.dead && message.dead.length))
                            message.dead = [];
                        message.dead.push($root.gramme.DeadVersion.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Reap;
    })();

    gramme.DeadVersion = (function() {

        /**
         * Properties of a DeadVersion.
         * @typedef {Object} gramme.DeadVersion.$Properties
         * @property {Uint8Array|null} [key] DeadVersion key
         * @property {number|null} [digestHigh] DeadVersion digestHigh
         * @property {number|null} [digestLow] DeadVersion digestLow
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a DeadVersion.
         * @memberof gramme
         * @interface IDeadVersion
         * @augments gramme.DeadVersion.$Properties
         * @deprecated Use gramme.DeadVersion.$Properties instead.
         */

        /**
         * Shape of a DeadVersion.
         * @typedef {gramme.DeadVersion.$Properties} gramme.DeadVersion.$Shape
         */

        /**
         * Constructs a new DeadVersion.
         * @memberof gramme
         * @classdesc Represents a DeadVersion.
         * @constructor
         * @param {gramme.DeadVersion.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const DeadVersion = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * DeadVersion key.
         * @member {Uint8Array} key
         * @memberof gramme.DeadVersion
         * @instance
         */
        DeadVersion.prototype.key = $util.newBuffer([]);

        /**
         * DeadVersion digestHigh.
         * @member {number} digestHigh
         * @memberof gramme.DeadVersion
         * @instance
         */
        DeadVersion.prototype.digestHigh = 0;

        /**
         * DeadVersion digestLow.
         * @member {number} digestLow
         * @memberof gramme.DeadVersion
         * @instance
         */
        DeadVersion.prototype.digestLow = 0;

        /**
         * Encodes the specified DeadVersion message. Does not implicitly {@link gramme.DeadVersion.verify|verify} messages.
         * @function encode
         * @memberof gramme.DeadVersion
         * @static
         * @param {gramme.DeadVersion.$Properties} message DeadVersion message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        DeadVersion.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
            if (message.digestHigh != null && $Object.hasOwnProperty.call(message, "digestHigh") && message.digestHigh !== 0)
                writer.uint32(/* id 2, wireType 5 =*/21).fixed32(message.digestHigh);
            if (message.digestLow != null && $Object.hasOwnProperty.call(message, "digestLow") && message.digestLow !== 0)
                writer.uint32(/* id 3, wireType 5 =*/29).fixed32(message.digestLow);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a DeadVersion message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.DeadVersion
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.DeadVersion & gramme.DeadVersion.$Shape} DeadVersion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        DeadVersion.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.DeadVersion();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 2: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.digestHigh = value;
                        else
                            delete message.digestHigh;
                        continue;
                    }
                case 3: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.digestLow = value;
                        else
                            delete message.digestLow;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DeadVersion;
    })();

    gramme.ReapableReply = (function() {

        /**
         * Properties of a ReapableReply.
         * @typedef {Object} gramme.ReapableReply.$Properties
         * @property {Array.<gramme.Standing>|null} [standings] ReapableReply standings
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ReapableReply.
         * @memberof gramme
         * @interface IReapableReply
         * @augments gramme.ReapableReply.$Properties
         * @deprecated Use gramme.ReapableReply.$Properties instead.
         */

        /**
         * Shape of a ReapableReply.
         * @typedef {gramme.ReapableReply.$Properties} gramme.ReapableReply.$Shape
         */

        /**
         * Constructs a new ReapableReply.
         * @memberof gramme
         * @classdesc Represents a ReapableReply.
         * @constructor
         * @param {gramme.ReapableReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ReapableReply = function (properties) {
            this.standings = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ReapableReply standings.
         * @member {Array.<gramme.Standing>} standings
         * @memberof gramme.ReapableReply
         * @instance
         */
        ReapableReply.prototype.standings = $util.emptyArray;

        /**
         * Encodes the specified ReapableReply message. Does not implicitly {@link gramme.ReapableReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.ReapableReply
         * @static
         * @param {gramme.ReapableReply.$Properties} message ReapableReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ReapableReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.standings != null && message.standings.length)
                writer.uint32(/* id 1, wireType 2 =*/10).int32s(message.standings);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ReapableReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.ReapableReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.ReapableReply & gramme.ReapableReply.$Shape} ReapableReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ReapableReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.ReapableReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType === 2) {
                            if (!(message.standings && message.standings.length))
                                message.standings = [];
                            reader.int32s(message.standings);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.standings && message.standings.length))
                            message.standings = [];
                        message.standings.push(reader.int32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ReapableReply;
    })();

    /**
     * Standing enum.
     * @name gramme.Standing
     * @enum {number}
     * @property {number} STANDING_UNSURE=0 STANDING_UNSURE value
     * @property {number} STANDING_HOLDS=1 STANDING_HOLDS value
     * @property {number} STANDING_NOTHING=2 STANDING_NOTHING value
     * @property {number} STANDING_OTHER=3 STANDING_OTHER value
     * @property {number} STANDING_ALIVE=4 STANDING_ALIVE value
     * @property {number} STANDING_HINT=5 STANDING_HINT value
     */
    gramme.Standing = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "STANDING_UNSURE"] = 0;
        values[valuesById[1] = "STANDING_HOLDS"] = 1;
        values[valuesById[2] = "STANDING_NOTHING"] = 2;
        values[valuesById[3] = "STANDING_OTHER"] = 3;
        values[valuesById[4] = "STANDING_ALIVE"] = 4;
        values[valuesById[5] = "STANDING_HINT"] = 5;
        return values;
    })();

    gramme.ReapReply = (function() {

        /**
         * Properties of a ReapReply.
         * @typedef {Object} gramme.ReapReply.$Properties
         * @property {number|null} [reaped] ReapReply reaped
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ReapReply.
         * @memberof gramme
         * @interface IReapReply
         * @augments gramme.ReapReply.$Properties
         * @deprecated Use gramme.ReapReply.$Properties instead.
         */

        /**
         * Shape of a ReapReply.
         * @typedef {gramme.ReapReply.$Properties} gramme.ReapReply.$Shape
         */

        /**
         * Constructs a new ReapReply.
         * @memberof gramme
         * @classdesc Represents a ReapReply.
         * @constructor
         * @param {gramme.ReapReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ReapReply = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ReapReply reaped.
         * @member {number} reaped
         * @memberof gramme.ReapReply
         * @instance
         */
        ReapReply.prototype.reaped = 0;

        /**
         * Encodes the specified ReapReply message. Does not implicitly {@link gramme.ReapReply.verify|verify} messages.
         * @function encode
         * @memberof gramme.ReapReply
         * @static
         * @param {gramme.ReapReply.$Properties} message ReapReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ReapReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.reaped != null && $Object.hasOwnProperty.call(message, "reaped") && message.reaped !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.reaped);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ReapReply message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.ReapReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.ReapReply & gramme.ReapReply.$Shape} ReapReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ReapReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.ReapReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.reaped = value;
                        else
                            delete message.reaped;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ReapReply;
    })();

    gramme.Gossip = (function() {

        /**
         * Properties of a Gossip.
         * @typedef {Object} gramme.Gossip.$Properties
         * @property {string|null} [cluster] Gossip cluster
         * @property {number|null} [partitionCount] Gossip partitionCount
         * @property {number|null} [replicaCount] Gossip replicaCount
         * @property {Array.<gramme.Member.$Properties>|null} [members] Gossip members
         * @property {Array.<string>|null} [suspects] Gossip suspects
         * @property {number|null} [tableHigh] Gossip tableHigh
         * @property {number|null} [tableLow] Gossip tableLow
         * @property {Array.<number>|null} [buckets] Gossip buckets
         * @property {Array.<number>|null} [compared] Gossip compared
         * @property {Array.<gramme.MemberAge.$Properties>|null} [ages] Gossip ages
         * @property {Array.<string>|null} [wanted] Gossip wanted
         * @property {number|null} [lookedAt] Gossip lookedAt
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Gossip.
         * @memberof gramme
         * @interface IGossip
         * @augments gramme.Gossip.$Properties
         * @deprecated Use gramme.Gossip.$Properties instead.
         */

        /**
         * Shape of a Gossip.
         * @typedef {gramme.Gossip.$Properties} gramme.Gossip.$Shape
         */

        /**
         * Constructs a new Gossip.
         * @memberof gramme
         * @classdesc Represents a Gossip.
         * @constructor
         * @param {gramme.Gossip.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Gossip = function (properties) {
            this.members = [];
            this.suspects = [];
            this.buckets = [];
            this.compared = [];
            this.ages = [];
            this.wanted = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Gossip cluster.
         * @member {string} cluster
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.cluster = "";

        /**
         * Gossip partitionCount.
         * @member {number} partitionCount
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.partitionCount = 0;

        /**
         * Gossip replicaCount.
         * @member {number} replicaCount
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.replicaCount = 0;

        /**
         * Gossip members.
         * @member {Array.<gramme.Member.$Properties>} members
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.members = $util.emptyArray;

        /**
         * Gossip suspects.
         * @member {Array.<string>} suspects
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.suspects = $util.emptyArray;

        /**
         * Gossip tableHigh.
         * @member {number} tableHigh
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.tableHigh = 0;

        /**
         * Gossip tableLow.
         * @member {number} tableLow
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.tableLow = 0;

        /**
         * Gossip buckets.
         * @member {Array.<number>} buckets
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.buckets = $util.emptyArray;

        /**
         * Gossip compared.
         * @member {Array.<number>} compared
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.compared = $util.emptyArray;

        /**
         * Gossip ages.
         * @member {Array.<gramme.MemberAge.$Properties>} ages
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.ages = $util.emptyArray;

        /**
         * Gossip wanted.
         * @member {Array.<string>} wanted
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.wanted = $util.emptyArray;

        /**
         * Gossip lookedAt.
         * @member {number} lookedAt
         * @memberof gramme.Gossip
         * @instance
         */
        Gossip.prototype.lookedAt = 0;

        /**
         * Encodes the specified Gossip message. Does not implicitly {@link gramme.Gossip.verify|verify} messages.
         * @function encode
         * @memberof gramme.Gossip
         * @static
         * @param {gramme.Gossip.$Properties} message Gossip message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Gossip.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster") && message.cluster !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.cluster);
            if (message.partitionCount != null && $Object.hasOwnProperty.call(message, "partitionCount") && message.partitionCount !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.partitionCount);
            if (message.replicaCount != null && $Object.hasOwnProperty.call(message, "replicaCount") && message.replicaCount !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.replicaCount);
            if (message.members != null && message.members.length)
                for (let i = 0; i < message.members.length; ++i)
                    $root.gramme.Member.encode(message.members[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.suspects != null && message.suspects.length)
                for (let i = 0; i < message.suspects.length; ++i)
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.suspects[i]);
            if (message.tableHigh != null && $Object.hasOwnProperty.call(message, "tableHigh") && message.tableHigh !== 0)
                writer.uint32(/* id 6, wireType 5 =*/53).fixed32(message.tableHigh);
            if (message.tableLow != null && $Object.hasOwnProperty.call(message, "tableLow") && message.tableLow !== 0)
                writer.uint32(/* id 7, wireType 5 =*/61).fixed32(message.tableLow);
            if (message.buckets != null && message.buckets.length)
                writer.uint32(/* id 8, wireType 2 =*/66).fixed32s(message.buckets);
            if (message.compared != null && message.compared.length)
                writer.uint32(/* id 9, wireType 2 =*/74).uint32s(message.compared);
            if (message.ages != null && message.ages.length)
                for (let i = 0; i < message.ages.length; ++i)
                    $root.gramme.MemberAge.encode(message.ages[i], writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.wanted != null && message.wanted.length)
                for (let i = 0; i < message.wanted.length; ++i)
                    writer.uint32(/* id 11, wireType 2 =*/90).string(message.wanted[i]);
            if (message.lookedAt != null && $Object.hasOwnProperty.call(message, "lookedAt") && message.lookedAt !== 0)
                writer.uint32(/* id 12, wireType 0 =*/96).uint32(message.lookedAt);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Gossip message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.Gossip
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.Gossip & gramme.Gossip.$Shape} Gossip
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Gossip.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.Gossip();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.cluster = value;
                        else
                            delete message.cluster;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.partitionCount = value;
                        else
                            delete message.partitionCount;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.replicaCount = value;
                        else
                            delete message.replicaCount;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.members && message.members.length))
                            message.members = [];
                        message.members.push($root.gramme.Member.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.suspects && message.suspects.length))
                            message.suspects = [];
                        message.suspects.push(reader.stringVerify());
                        continue;
                    }
                case 6: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.tableHigh = value;
                        else
                            delete message.tableHigh;
                        continue;
                    }
                case 7: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.tableLow = value;
                        else
                            delete message.tableLow;
                        continue;
                    }
                case 8: {
                        if (wireType === 2) {
                            if (!(message.buckets && message.buckets.length))
                                message.buckets = [];
                            reader.fixed32s(message.buckets);
                            continue;
                        }
                        if (wireType !== 5)
                            break;
                        if (!(message.buckets && message.buckets.length))
                            message.buckets = [];
                        message.buckets.push(reader.fixed32());
                        continue;
                    }
                case 9: {
                        if (wireType === 2) {
                            if (!(message.compared && message.compared.length))
                                message.compared = [];
                            reader.uint32s(message.compared);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.compared && message.compared.length))
                            message.compared = [];
                        message.compared.push(reader.uint32());
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ages && message.ages.length))
                            message.ages = [];
                        message.ages.push($root.gramme.MemberAge.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        if (!(message.wanted && message.wanted.length))
                            message.wanted = [];
                        message.wanted.push(reader.stringVerify());
                        continue;
                    }
                case 12: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.lookedAt = value;
                        else
                            delete message.lookedAt;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Gossip;
    })();

    gramme.MemberAge = (function() {

        /**
         * Properties of a MemberAge.
         * @typedef {Object} gramme.MemberAge.$Properties
         * @property {string|null} [id] MemberAge id
         * @property {number|null} [incarnation] MemberAge incarnation
         * @property {number|null} [version] MemberAge version
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a MemberAge.
         * @memberof gramme
         * @interface IMemberAge
         * @augments gramme.MemberAge.$Properties
         * @deprecated Use gramme.MemberAge.$Properties instead.
         */

        /**
         * Shape of a MemberAge.
         * @typedef {gramme.MemberAge.$Properties} gramme.MemberAge.$Shape
         */

        /**
         * Constructs a new MemberAge.
         * @memberof gramme
         * @classdesc Represents a MemberAge.
         * @constructor
         * @param {gramme.MemberAge.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const MemberAge = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * MemberAge id.
         * @member {string} id
         * @memberof gramme.MemberAge
         * @instance
         */
        MemberAge.prototype.id = "";

        /**
         * MemberAge incarnation.
         * @member {number} incarnation
         * @memberof gramme.MemberAge
         * @instance
         */
        MemberAge.prototype.incarnation = 0;

        /**
         * MemberAge version.
         * @member {number} version
         * @memberof gramme.MemberAge
         * @instance
         */
        MemberAge.prototype.version = 0;

        /**
         * Encodes the specified MemberAge message. Does not implicitly {@link gramme.MemberAge.verify|verify} messages.
         * @function encode
         * @memberof gramme.MemberAge
         * @static
         * @param {gramme.MemberAge.$Properties} message MemberAge message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        MemberAge.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && !$Object.is(message.incarnation, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.incarnation);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.version);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a MemberAge message from the specified reader or buffer.
         * @function decode
         * @memberof gramme.MemberAge
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gramme.MemberAge & gramme.MemberAge.$Shape} MemberAge
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        MemberAge.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.gramme.MemberAge();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return MemberAge;
    })();

    return gramme;
})();

export {
  $root as default
};
