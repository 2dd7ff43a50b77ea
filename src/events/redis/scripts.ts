/**
 * What has to happen at once in Redis, as scripts: nothing comes in between, and several instances see one order.
 *
 * All keys share one hash slot:
 *   events         the stream: `e` what is known of an event, as JSON; `p` its payload
 *   meta           `epoch`, the log's name; `dropped`, the last place that is gone; `bytes`, what the stream holds
 *   seen:<digest>  the last value of a key; they end by themselves
 *   callbacks      by digest, as JSON; due: when each is due
 */
export const prefix = 'collectgraph:{events}:';
export const stream = `${prefix}events`;
export const meta = `${prefix}meta`;
export const callbacks = `${prefix}callbacks`;
export const due = `${prefix}due`;
export const seen = (digest: string): string => `${prefix}seen:${digest}`;

/** What an entry takes beside its texts, in bytes; about. */
const overhead = 100;

/** KEYS: stream, meta, then seen of each event. ARGV: time to live of seen in ms, then value, e, p of each. Answers 1 for each that was new. */
export const append = `
local appended = {}
local bytes = 0
for at = 3, #KEYS do
  local base = 2 + (at - 3) * 3
  local value, e, p = ARGV[base], ARGV[base + 1], ARGV[base + 2]
  if redis.call('GET', KEYS[at]) == value then
    appended[#appended + 1] = 0
  else
    redis.call('XADD', KEYS[1], '*', 'e', e, 'p', p)
    redis.call('SET', KEYS[at], value, 'PX', ARGV[1])
    bytes = bytes + #e + #p + ${overhead}
    appended[#appended + 1] = 1
  end
end
if bytes > 0 then redis.call('HINCRBY', KEYS[2], 'bytes', bytes) end
return appended
`;

/**
 * KEYS: stream, meta. ARGV: a name for a log that has none, where to begin ('' for the oldest), how many, in how many bytes.
 * Answers name, dropped, head, 1 if these are the last, entries.
 */
export const read = `
redis.call('HSETNX', KEYS[2], 'epoch', ARGV[1])
local epoch = redis.call('HGET', KEYS[2], 'epoch')
local dropped = redis.call('HGET', KEYS[2], 'dropped') or '0-0'
local head = '0-0'
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for at = 1, #info, 2 do
    if info[at] == 'last-generated-id' then head = info[at + 1] end
  end
end
local from = '-'
if ARGV[2] ~= '' then from = '(' .. ARGV[2] end
local entries = {}
local left = tonumber(ARGV[4])
local last = 0
while #entries < tonumber(ARGV[3]) and left > 0 and last == 0 do
  local count = math.min(20, tonumber(ARGV[3]) - #entries)
  local some = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', count)
  if #some < count then last = 1 end
  for _, entry in ipairs(some) do
    if left <= 0 then
      last = 0
      break
    end
    entries[#entries + 1] = entry
    left = left - #entry[2][4]
    from = '(' .. entry[1]
  end
end
return { epoch, dropped, head, last, entries }
`;

/** KEYS: stream, meta. ARGV: bytes at most, the oldest that may stay in ms since the epoch. Drops up to 500; answers how many. */
export const sweep = `
local bytes = tonumber(redis.call('HGET', KEYS[2], 'bytes') or '0')
local gone = {}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 500)) do
  local e, p = entry[2][2], entry[2][4]
  if bytes <= tonumber(ARGV[1]) and cjson.decode(e).received >= tonumber(ARGV[2]) then break end
  bytes = bytes - #e - #p - ${overhead}
  gone[#gone + 1] = entry[1]
end
if #gone > 0 then
  redis.call('XDEL', KEYS[1], unpack(gone))
  redis.call('HSET', KEYS[2], 'dropped', gone[#gone], 'bytes', bytes)
end
return #gone
`;

/** KEYS: callbacks, due. ARGV: now, then digest, tenant, ref, version of each. */
export const keep = `
for at = 2, #ARGV, 4 do
  local digest = ARGV[at]
  local known = redis.call('HGET', KEYS[1], digest)
  local lease = ''
  if known then lease = cjson.decode(known).lease end
  redis.call('HSET', KEYS[1], digest, cjson.encode({ tenant = ARGV[at + 1], ref = ARGV[at + 2], version = ARGV[at + 3], lease = lease, tries = 0, kept = tonumber(ARGV[1]) }))
  if lease == '' then redis.call('ZADD', KEYS[2], ARGV[1], digest) end
end
`;

/** KEYS: callbacks, due. ARGV: now, until when they are taken, the oldest that are followed up, then a lease for each. Answers them as JSON. */
export const take = `
local taken = {}
for _, digest in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1], 'LIMIT', 0, #ARGV - 3)) do
  local callback = cjson.decode(redis.call('HGET', KEYS[1], digest))
  if callback.kept < tonumber(ARGV[3]) then
    redis.call('HDEL', KEYS[1], digest)
    redis.call('ZREM', KEYS[2], digest)
  else
    callback.lease = ARGV[4 + #taken]
    local text = cjson.encode(callback)
    redis.call('HSET', KEYS[1], digest, text)
    redis.call('ZADD', KEYS[2], ARGV[2], digest)
    taken[#taken + 1] = text
  end
end
return taken
`;

/** KEYS: callbacks, due. ARGV: digest, lease, version, now, when it is due again ('' for never). */
export const giveBack = `
local known = redis.call('HGET', KEYS[1], ARGV[1])
if not known then return end
local callback = cjson.decode(known)
if callback.lease ~= ARGV[2] then return end
if callback.version == ARGV[3] and ARGV[5] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
  return
end
local again = ARGV[4]
callback.tries = 0
if callback.version == ARGV[3] then
  again = ARGV[5]
  callback.tries = cjson.decode(known).tries + 1
end
callback.lease = ''
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(callback))
redis.call('ZADD', KEYS[2], again, ARGV[1])
`;
