/** Sets an own property, also for `__proto__`, which an assignment would turn into a prototype: any JSON and any GraphQL name may be that. */
export function setOwn(target: object, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else (target as Record<string, unknown>)[key] = value;
}
