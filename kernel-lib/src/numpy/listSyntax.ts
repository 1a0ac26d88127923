// What JavaScript passes over in silence, and NumPy and PyTorch have a meaning for: x[0], x[0] = 9, x.length.

/**
 * Refuses, in words, to treat the objects of a class as lists. A proxy behind the class's prototype
 * meets only properties that neither an object nor its class has.
 */
export function refuseListSyntax(
  type: { readonly prototype: object },
  name: string,
  size: string,
): void {
  const refuse = (key: string | symbol, isWritten: boolean): void => {
    if (key === "length") {
      throw new TypeError(`${name} has no length; use shape[0], or ${size}`);
    }
    if (typeof key === "symbol" || !/^\d+$/.test(key)) return;
    const instead = isWritten ? `set([${key}], value)` : `at(${key})`;
    throw new TypeError(`${name} has no elements in brackets, such as [${key}]; use ${instead}`);
  };
  const parent: object = Object.getPrototypeOf(type.prototype);
  const guard: ProxyHandler<object> = {
    get(target, key, receiver) {
      refuse(key, false);
      return Reflect.get(target, key, receiver);
    },
    set(target, key, value, receiver) {
      refuse(key, true);
      return Reflect.set(target, key, value, receiver);
    },
  };
  // An object of its own, so that `instanceof Object` still finds the parent behind the proxy.
  Object.setPrototypeOf(type.prototype, new Proxy(Object.create(parent), guard));
}
