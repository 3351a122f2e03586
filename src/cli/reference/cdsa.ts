import { abs, add, divide, multiply, scale, square, subtract, where } from "../../autograd/operations/elementwise.ts";
import { permute, reshape } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Tape, Tensor } from "../../autograd/tape.ts";
import type { Gpu } from "../../gpu/device.ts";
import { axes } from "../../nn/grids/axes.ts";
import { declareGridLayer, declareGridNetwork, gridLayer, gridNetwork } from "../../nn/grids/network.ts";
import { asInput, type Case, type CaseRunner, compareRecorded, type Outcome } from "./golden.ts";

/** Golden cases of cross-dimensional attention (`tests/reference/README.md`). */

function optionsOf({ config, inputs }: Case) {
  const [frequencies, harmonics = 0] = [config.kernel_size].flat() as [number, number?];
  return {
    width: config.width,
    heads: config.heads,
    hidden: config.kernel_dim,
    activation: config.activation,
    location: config.location,
    dimension: inputs.coordinates.station.shape[1],
    maskSlices: config.mask_slices,
    kernelSize: { frequencies, harmonics, shortest: 1, longest: 10 },
  };
}

const coordinatesOf = (tape: Tape, { coordinates }: Case) => ({
  time: asInput(tape, coordinates.time),
  station: asInput(tape, coordinates.station),
});

const comparedCoordinates = (coordinates: { time: Tensor; station: Tensor }, expected: Case) =>
  Object.fromEntries(
    (["time", "station"] as const)
      .filter((axis) => expected?.[axis])
      .map((axis) => [axis, { tensor: coordinates[axis], expected: expected[axis].data }]),
  );

async function runLayer(gpu: Gpu, test: Case): Promise<Outcome> {
  const { inputs, outputs, params, gradients } = test;
  const options = optionsOf(test);
  return compareRecorded(
    gpu,
    { params, gradients: gradients.params },
    (layout) => declareGridLayer(layout, "", options),
    (tape, stored) => {
      const features = asInput(tape, inputs.features);
      const coordinates = coordinatesOf(tape, inputs);
      const visible = asInput(tape, inputs.visible);
      const layer = gridLayer(stored, "", options, { features, visible, coordinates });
      return {
        loss: sum(multiply(layer.output, asInput(tape, inputs.cotangent))),
        outputs: {
          ...Object.fromEntries(
            axes.map((axis) => [
              `map_${axis}`,
              { tensor: permute(layer.maps[axis], [0, 2, 3, 1]), expected: outputs[`map_${axis}`].data },
            ]),
          ),
          attention: { tensor: layer.attention, expected: outputs.attention.data },
          output: { tensor: layer.output, expected: outputs.output.data },
        },
        wrt: {
          features: { tensor: features, expected: gradients.features.data },
          ...comparedCoordinates(coordinates, gradients.coordinates),
        },
      };
    },
  );
}

async function runNetwork(gpu: Gpu, test: Case): Promise<Outcome> {
  const { config, inputs, outputs, params, gradients } = test;
  const options = {
    ...optionsOf(test),
    layers: config.layers,
    codes: config.codes,
    sizes: inputs.values.shape.slice(1) as [number, number, number],
    guesses: null,
  };
  return compareRecorded(
    gpu,
    { params, gradients: gradients.params },
    (layout) => declareGridNetwork(layout, options),
    (tape, stored) => {
      const values = asInput(tape, inputs.values);
      const observed = asInput(tape, inputs.observed);
      const hidden = multiply(observed, asInput(tape, inputs.hidden));
      const visible = subtract(observed, hidden);
      const coordinates = coordinatesOf(tape, inputs);
      const { output } = gridNetwork(stored, options, { values, visible, coordinates });
      const errors = (config.error === "square" ? square : abs)(subtract(output, values));
      const meanOver = (mask: Tensor) => divide(sum(multiply(errors, mask)), sum(mask));
      const [hiddenError, visibleError] = [meanOver(hidden), meanOver(visible)];
      const loss = reshape(add(hiddenError, scale(visibleError, config.visible_weight)), []);
      return {
        loss: loss,
        outputs: {
          visible: { tensor: visible, expected: outputs.visible.data },
          prediction: { tensor: output, expected: outputs.prediction.data },
          imputed: { tensor: where(visible, values, output), expected: outputs.imputed.data },
          hidden_error: { tensor: hiddenError, expected: [outputs.hidden_error] },
          visible_error: { tensor: visibleError, expected: [outputs.visible_error] },
          loss: { tensor: loss, expected: [test.loss] },
        },
        wrt: comparedCoordinates(coordinates, gradients.coordinates),
      };
    },
  );
}

export const cdsaCases: Readonly<Record<string, CaseRunner>> = { layer: runLayer, network: runNetwork };
