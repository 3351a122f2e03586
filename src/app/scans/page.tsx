import { CloudPage } from "../constellations/cloud-page.tsx";
import { Switches } from "../fibres/switches.tsx";
import { Lead } from "./lead.tsx";

/** Scanned solids: one scan and its turned copy, what all networks take it for, and which motions they hold. */
export const ScansPage = () => (
  <CloudPage lead={<Lead />}>
    <Switches />
  </CloudPage>
);
