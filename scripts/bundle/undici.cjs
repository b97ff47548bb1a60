// What the binary gets in place of the whole of undici: the connections and the client, without its fetch, WebSocket,
// caches and mocks, which are a third of it and are never used here. test/system/wholeStory.test.ts sends through it.
const Dispatcher = require("../../node_modules/undici/lib/dispatcher/dispatcher.js")
const Agent = require("../../node_modules/undici/lib/dispatcher/agent.js")
const EnvHttpProxyAgent = require("../../node_modules/undici/lib/dispatcher/env-http-proxy-agent.js")
const errors = require("../../node_modules/undici/lib/core/errors.js")
const { getGlobalDispatcher, setGlobalDispatcher } = require("../../node_modules/undici/lib/global.js")

// As undici's own index does: the methods of a dispatcher.
Object.assign(Dispatcher.prototype, require("../../node_modules/undici/lib/api/index.js"))

module.exports = { Agent, Dispatcher, EnvHttpProxyAgent, errors, getGlobalDispatcher, setGlobalDispatcher }
