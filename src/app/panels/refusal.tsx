import { useStorage } from "../stores/storage-store.ts";
import { Notice } from "./notice.tsx";

/** Says, once a visit, that this browser did not keep something. */
export function Refusal() {
  const { refusal, dismissed, dismiss } = useStorage();
  if (refusal === null || dismissed) return null;
  return (
    <Notice kind="news">
      <p>
        This browser does not keep what this page gives it ({refusal}). Everything works, but what you train, find and
        choose may last no longer than this tab.
      </p>
      <button type="button" onClick={dismiss}>
        Dismiss
      </button>
    </Notice>
  );
}
