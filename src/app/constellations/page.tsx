import { CloudPage } from "./cloud-page.tsx";
import { Lead } from "./lead.tsx";

/** Counting shapes: the cloud and its moved copy, and what both models count in them. */
export const ConstellationsPage = () => <CloudPage lead={<Lead />} />;
