/**
 * A root field -> one HTTP call and its answer, compiled once.
 *
 *   arguments -> URL, headers, body -> loader (reads) or straight (writes) -> System.send
 *             -> bytes read -> null by status, member by `select` -> the graph's value, keys and arguments handed down
 *
 * A write is never sent twice and never shared; when it ends, whatever way, the request's reads are forgotten.
 */
import { getNamedType, isNonNullType, type GraphQLField, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { isGone } from '../context.ts';
import type { RequestContext } from '../context.ts';
import { UpstreamError } from '../errors.ts';
import { nextTurn } from '../execute/main.ts';
import { isLargeJSON } from '../json/main.ts';
import type { System, UpstreamAnswer, UpstreamCall } from '../upstream/call.ts';
import { Unreadable } from './answer.ts';
import type { Body } from './body.ts';
import type { Build } from './build.ts';
import { planCall } from './call-plan.ts';
import { compilePass } from './inherit.ts';
import { getter } from './json-value.ts';
import { forgetReads, loadOnce } from './loaders.ts';
import { misfit } from './misfit.ts';
import { inputError } from './refusal.ts';
import { Unset } from './slots.ts';
import { variableName } from './source.ts';

type Args = Record<string, unknown>;

export function compileCall(build: Build, root: GraphQLObjectType, field: GraphQLField<unknown, unknown>): GraphQLFieldResolver<unknown, RequestContext> {
  const plan = planCall(build, root, field);
  const { source, operation, write } = plan;
  const place = build.place(root.name, field.name);
  const pass = compilePass({ build, parent: root, root: true, child: getNamedType(field.type) });
  const select = plan.select === undefined ? undefined : getter(plan.select);
  const unreadable = (context: RequestContext, detail: string) =>
    new UpstreamError({ code: write ? 'OUTCOME_UNKNOWN' : 'UPSTREAM_INVALID_RESPONSE', system: source, operation, requestId: context.requestId, detail });

  function systemOf(context: RequestContext): System {
    const system = context.systems.get(source);
    if (system) return system;
    throw new Unset(`${variableName(source, 'url')} is not set`);
  }

  /** Why no call could be made, as the caller sees it: his own input, or what is not configured. */
  function failure(error: unknown, context: RequestContext): Error {
    if (error instanceof Unset) return new UpstreamError({ code: 'SYSTEM_NOT_CONFIGURED', system: source, operation, requestId: context.requestId, detail: error.message });
    return inputError(error) as Error;
  }

  /** The parsed answer, or a promise of one that is large; undefined where its status says that there is none. */
  function parsed(answer: UpstreamAnswer, context: RequestContext): unknown {
    if (plan.nullOn.includes(answer.status)) return undefined;
    if (isLargeJSON(answer.body)) return parsedInTurns(answer, context);
    try {
      return plan.readAnswer(answer);
    } catch (error) {
      throw failed(error, context);
    }
  }

  async function parsedInTurns(answer: UpstreamAnswer, context: RequestContext): Promise<unknown> {
    try {
      return await plan.readAnswer(answer, () => nextTurn().then(() => stopIfGone(context)));
    } catch (error) {
      throw failed(error, context);
    }
  }

  function failed(error: unknown, context: RequestContext): unknown {
    return error instanceof Unreadable ? unreadable(context, error.message) : error;
  }

  function stopIfGone(context: RequestContext): void {
    if (isGone(context)) throw new UpstreamError({ code: write ? 'OUTCOME_UNKNOWN' : 'UPSTREAM_TIMEOUT', system: source, operation, requestId: context.requestId, detail: 'the caller hung up' });
  }

  function send(call: UpstreamCall, context: RequestContext): Promise<unknown> {
    return systemOf(context).send(call, context).then((answer) => parsed(answer, context), rethrow);
  }

  /** The graph's value of a parsed answer; a write's answer that fits nothing leaves its outcome unknown. */
  function valueOf(answer: unknown, args: Args, context: RequestContext, info: GraphQLResolveInfo): unknown {
    let wire = answer;
    if (wire != null && select) {
      if (typeof wire !== 'object' || Array.isArray(wire)) return unreadable(context, 'expected an object');
      wire = select(wire as Args);
    }
    if (plan.bulk && answer !== undefined) {
      const items = plan.bulk.read(wire, plan.bulk.keysOf(args['input']));
      if (!items) return unreadable(context, 'expected an object of results by key');
      pass?.(items, args);
      return items;
    }
    if (wire == null) {
      if (write && answer === null) return unreadable(context, 'the answer is null');
      if (isNonNullType(field.type)) return misfit({ place, expected: 'an answer', value: wire, context, info });
      return null;
    }
    const value = plan.read(wire, context, info);
    if (value instanceof UpstreamError) return write ? unreadable(context, 'the answer has another shape') : value;
    pass?.(value, args);
    return value;
  }

  function callOf(args: Args, system: System, body: Body | undefined): UpstreamCall {
    return {
      operation,
      method: plan.method,
      path: plan.toURL(args, system.variables),
      headers: plan.toHeaders(args, system.variables, body !== undefined),
      body,
      read: plan.repeatable,
      write,
      credential: plan.credential,
      accept: plan.nullOn,
    };
  }

  function prepare(args: Args, context: RequestContext): UpstreamCall | Promise<UpstreamCall> {
    try {
      const system = systemOf(context);
      const body = plan.toBody?.(args['input'], plan.repeatable ? undefined : nextTurn);
      if (!(body instanceof Promise)) return callOf(args, system, body);
      return body.then((ready) => callOf(args, system, ready)).catch((error: unknown) => {
        throw failure(error, context);
      });
    } catch (error) {
      throw failure(error, context);
    }
  }

  if (plan.computed) {
    return (_source, args: Args, context) => {
      try {
        const system = systemOf(context);
        return system.baseURL + plan.toURL(args, system.variables);
      } catch (error) {
        throw failure(error, context);
      }
    };
  }
  if (plan.repeatable) {
    const name = `${source}.${operation}`;
    return (_source, args: Args, context, info) =>
      loadOnce({ name, system: source, call: prepare(args, context) as UpstreamCall, context, send }).then((answer) => valueOf(answer, args, context, info));
  }
  return async (_source, args: Args, context, info) => {
    const call = await prepare(args, context);
    try {
      return valueOf(await send(call, context), args, context, info);
    } finally {
      if (write) forgetReads(context);
    }
  };
}

function rethrow(error: unknown): never {
  throw error instanceof Error ? error : new Error('A call was rejected with something that is no error.', { cause: error });
}
