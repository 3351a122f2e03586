/**
 * WebGPU's figures. A kernel is planned within what every device gives (WebGPU, "Limits", the default of each), so that the
 * same program runs anywhere; what buffers may hold differs a lot, and is read from the device.
 */

/** Storage buffers that a stage may bind. */
export const STORAGE_BUFFERS = 8;

/** Workgroups along an axis of a dispatch. */
export const WORKGROUPS = 65_535;

/** Bytes of memory that a workgroup shares. */
export const WORKGROUP_BYTES = 16_384;

/** Bytes whose multiples a storage buffer may be bound at. */
export const BINDING_ALIGNMENT = 256;

/** Limits asked for where the adapter has more than the default. */
const WANTED = ["maxStorageBufferBindingSize", "maxBufferSize"] as const;

/** What to ask a device for. */
export const wantedLimits = (adapter: GPUAdapter): Record<string, number> =>
  Object.fromEntries(WANTED.map((limit) => [limit, adapter.limits[limit]]));

/** Bytes that a kernel may see of a buffer. */
export const largestBinding = (device: GPUDevice): number => device.limits.maxStorageBufferBindingSize;
