/** Between an element's words, as kernels and the tape hold them, and a record, as a group's formulas name them. */
export interface Words<Name extends string> {
  unpack<T>(element: readonly T[]): Readonly<Record<Name, T>>;
  pack<T>(parts: Readonly<Record<Name, T>>): T[];
}

/** @param names of the words of an element, in the order of the WGSL struct `Element` */
export const words = <Name extends string>(...names: readonly Name[]): Words<Name> => ({
  // A loop: bounded lifts take every pair of a cloud apart, and a list of entries would double their time.
  unpack<T>(element: readonly T[]) {
    const parts = {} as Record<Name, T>;
    for (const [k, name] of names.entries()) parts[name] = element[k] as T;
    return parts;
  },
  pack: (parts) => names.map((name) => parts[name]),
});
