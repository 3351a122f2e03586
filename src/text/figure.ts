/** A number as a person reads it, wherever it stands: three figures, powers of ten where they are clearer. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (size >= 1e9 || (size >= 1e5 && !Number.isInteger(value))) return value.toExponential(1);
  if (Number.isInteger(value)) return value.toLocaleString("en");
  if (size < 1e-3) return value.toExponential(1);
  return size >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A tick of a logarithmic axis: 10⁻², 2·10⁻². */
export function powerOfTen(value: number): string {
  const [digits = "", exponent = ""] = value.toExponential(0).split("e");
  const raised = [...exponent.replace("+", "").replace("-", "⁻")].map((sign) => RAISED[Number(sign)] ?? sign).join("");
  return digits === "1" ? `10${raised}` : `${digits}·10${raised}`;
}
