import { kindOf } from "../../tasks/clouds/kinds.ts";
import { likeliest } from "../../tasks/likeliest.ts";
import { figure } from "../../text/figure.ts";
import { colourOf, glyphOf } from "../palette.ts";
import { Explain } from "../panels/explain.tsx";
import { Scroll } from "../panels/scroll.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants } from "../stores/run-store.ts";
import { WrongOnOrbit } from "../survey/orbit-chart.tsx";
import { Why } from "../survey/why.tsx";
import { useCloud } from "./cloud.ts";

interface AnswerProps {
  readonly probabilities: readonly number[] | undefined;
  /** Index of the right one; undefined where nobody knows. */
  readonly truth: number | undefined;
  /** What they are called. */
  readonly answers: readonly string[];
}

/** A network's answer with its probability, marked when it is wrong. */
function Answer({ probabilities, truth, answers }: AnswerProps) {
  if (!probabilities) return <td className="number">–</td>;
  const best = likeliest(probabilities);
  const share = <small>{Math.round(100 * (probabilities[best] ?? 0))}%</small>;
  if (truth === undefined)
    return (
      <td className="number answer">
        {answers[best]} {share}
      </td>
    );
  const right = best === truth;
  return (
    <td className={right ? "number right" : "number wrong"}>
      <span aria-hidden="true">{right ? "✓" : "✗"}</span> {answers[best]}
      {share}
      <span className="visually-hidden">{right ? "right" : "wrong"}</span>
    </td>
  );
}

/** The truth against the answers of all networks, for the input as given and as moved. */
export function Predictions() {
  const config = useConfig((state) => state.config);
  const cloud = useCloud();
  const kind = kindOf(config);
  const { words, coloured } = kind;
  const answers = kind.answers(config);
  const entrants = useEntrants();
  const models = entrants.map((entrant, k) => ({ ...entrant, probe: cloud.models[k] }));
  return (
    <section className="panel predictions" aria-label="Predictions">
      <h2>{words.question}</h2>
      <Scroll label={words.answers}>
        <table>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                <span className={coloured ? undefined : "visually-hidden"}>{words.row}</span>
              </th>
              <th scope="col" rowSpan={2}>
                True
              </th>
              {models.map(({ title, parameters: count }) => (
                <th key={title} scope="colgroup" colSpan={2}>
                  {title}
                  <small>{`${count.toLocaleString("en")} parameters`}</small>
                </th>
              ))}
            </tr>
            <tr>
              {models.map(({ title }) => [
                <th key={`${title} given`} scope="col">
                  as given
                </th>,
                <th key={`${title} moved`} scope="col">
                  moved
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {kind.rows(config).map((pattern, k) => {
              const truth = cloud.labels[k];
              return (
                <tr key={pattern}>
                  <th scope="row">
                    {coloured && <i className="glyph" data-glyph={glyphOf(k)} style={{ background: colourOf(k) }} />}
                    {pattern}
                  </th>
                  <td className="number">{truth === undefined ? "–" : answers[truth]}</td>
                  {models.map(({ title, probe: model }) => [
                    <Answer
                      key={`${title} given`}
                      probabilities={model?.original[k]}
                      truth={truth}
                      answers={answers}
                    />,
                    <Answer key={`${title} moved`} probabilities={model?.moved[k]} truth={truth} answers={answers} />,
                  ])}
                </tr>
              );
            })}
            <tr className="change">
              <th scope="row" colSpan={2}>
                <Explain term="Logits change">|y' - y| / |y| of the logits y, before and after the motion.</Explain>
              </th>
              {models.map(({ title, probe: model }) => (
                <td key={title} colSpan={2} className="number">
                  {model ? figure(model.change) : "–"}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </Scroll>
      <WrongOnOrbit />
      <Why />
    </section>
  );
}
