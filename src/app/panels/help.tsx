import { useRef } from "react";
import { lifts } from "../../config/models.ts";
import { useConfig } from "../stores/config-store.ts";
import { startTour } from "../stores/tour-store.ts";
import { traitsOf } from "../task-traits.ts";

/** What the page shows, in a minute's reading. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const tours = useConfig(({ config }) => traitsOf(config).inspection !== undefined && lifts(config));
  const open = () => {
    dialog.current?.showModal();
    // The first link, which it would be otherwise, is far down.
    title.current?.focus();
  };
  return (
    <>
      <button type="button" onClick={open}>
        Help
      </button>
      <dialog ref={dialog} aria-labelledby="help-title">
        <article>
          <form method="dialog" className="row title">
            <h2 id="help-title" ref={title} tabIndex={-1}>
              What am I looking at?
            </h2>
            <button type="submit">Close</button>
          </form>
          <p>
            Two networks learn the same task side by side, here to count shapes in clouds of points. The{" "}
            <b>LieTransformer</b> (Hutchinson et al., 2021, arXiv 2012.10885) lifts each point to elements of a group
            and lets attention see positions only through log(gⱼ<sup>-1</sup>gᵢ) of query and key, which does not change
            when the whole cloud is moved by the group. The <b>Set Transformer</b> of similar size sees plain
            coordinates. Both train on the same clouds, none of them rotated. The quick presets come trained;{" "}
            <i>Train from scratch</i> trains them here. <i>Add a network</i> puts up to three others beside it: other
            models, groups or kernels, on the same batches.
          </p>
          <h3>Move the input</h3>
          <p>
            The faint cloud is a test cloud as generated, the full one its moved copy. Drag the ring to rotate it and
            the cloud to shift it, pinch or turn the wheel over the chosen picture of the plane to scale it (in space
            that brings the camera nearer), use the sliders, or focus the picture and press the arrow keys, <kbd>[</kbd>{" "}
            <kbd>]</kbd>, <kbd>M</kbd> for the mirror image, <kbd>+</kbd> and <kbd>-</kbd>. The table compares the true
            counts with both networks' answers. <i>Logits change</i> is their relative change, all shapes taken
            together; for a motion of the network's group only rounding is left, about 1e-7 to 1e-5.
          </p>
          <p>
            In space (preset <i>pyramids and stairs</i>) the rings turn the cloud, or its arrows shift it; dragging
            beside them looks around. Keys: arrows, <kbd>Page Up</kbd>, <kbd>Page Down</kbd> shift, <kbd>[</kbd>{" "}
            <kbd>]</kbd> rotate, <kbd>,</kbd> <kbd>.</kbd> yaw, <kbd>;</kbd> <kbd>'</kbd> pitch.
          </p>
          <p>
            Elements of SE(2) and other groups carry a random rotation for each point: the <i>needles</i>, in space the{" "}
            <i>triads</i>. <i>Lift: moves with the input</i> turns them along, which makes equivariance exact;{" "}
            <i>drawn afresh</i> shows what the network does in training, where it holds on average.
          </p>
          <h3>See whether it holds, and why</h3>
          <p>
            The bands around the ring are the orbit: what each network answers at all 72 angles, stronger in colour the
            more probable it holds the truth, red and wider where it is wrong. <i>Change along the orbit</i> is the same
            as a chart, along any axis; click in it to go there. <i>How far each layer follows</i> sets the change after
            each layer beside what rounding alone does (grey), beside random elements of the network's group, and beside
            a motion that the group lacks: if that changes nothing either, the network does not look at positions.
          </p>
          <h3>See attention</h3>
          <p>
            Click a point: lines show what it attends to in the chosen layer and head, before (faint) and after the
            motion. With mean normalisation weights may be negative.
          </p>
          <p>
            The <i>Laboratory</i> beside the answers looks into one head: what it gives a key by its place alone, over
            any plane of the group, as training began with it and now; the paper's formula with the numbers of the pair
            under the pointer; content and place apart for every key; all weights before and after the motion; and the
            shaders.
          </p>
          <p>
            <i>Draw your own</i> puts a cloud of yours in the place of a test cloud; <i>Paste or open…</i> reads one
            from text or a file. A table with columns cloud, label, x and y is a set: <i>Own clouds</i> learns to tell
            its kinds apart. It stays in this browser.
          </p>
          <h3>Particles</h3>
          <p>
            The presets <i>Springs</i> learn how particles move: the LieTransformer is the potential energy of a
            Hamiltonian, and so is <b>HFC</b>, a plain net on all positions. Wide pale trails are the true motion, thin
            ones a model's prediction, integrated from the first state alone; the dashes are its prediction for the
            unmoved start, moved afterwards, which coincide with it if the model is equivariant. <kbd>Space</kbd> or{" "}
            <i>Play</i> lets time pass. Drag a ring to start a particle elsewhere: the truth follows at once, the
            predictions as fast as your GPU allows. The charts show how the error grows, and that a Hamiltonian keeps
            its own energy, which need not be the true one. The bands around the ring tell at which angles a forecast of
            the first five states follows the start to a hundredth of its size. The true motion is integrated in double
            precision: its energy keeps to a millionth of the largest kinetic energy, or the system is refused.
          </p>
          <h3>Charges</h3>
          <p>
            The presets <i>Charges</i> learn where charged bodies will be. The <b>SE(3)-Transformer</b> lifts nothing:
            its features are scalars, vectors and, with more degrees, what turns faster; they turn with the input by
            themselves, and nothing is drawn at random. Wide arrows are the truth, thin ones what a network says, grey
            balls where it said before the motion, moved along. <i>What its features are</i> switches degrees, and
            mirror images on and off; <i>Kernels over the sphere</i> shows all that rotations allow.
          </p>
          <h3>Scans</h3>
          <p>
            The presets <i>Scans</i> tell eight solids apart by 128 points of a surface that was seen in part. They
            stand upright while they are learned, unless they are augmented; one test has them as they stand, the other
            turned about their middle. A network that holds rotations answers both alike; one that is told which way is
            up (<i>Upright</i>) holds rotations about the vertical, and gives up the others.
          </p>
          <h3>Molecules</h3>
          <p>
            The presets <i>QM9</i> learn one of twelve properties that quantum chemistry computed of small molecules,
            from the places of their atoms. The table sets the networks' predictions beside the computed value and
            beside the least-squares fit on counts of atoms, which a network must beat; <i>Lifts</i> is how far a
            prediction spreads over fresh lifts. <i>Slopes</i> draws how the prediction rises with the place of each
            atom; <i>Move atoms</i> lets you drag them; <i>Find…</i> searches the loaded molecules by formula, SMILES or
            number; <i>Your own…</i> takes XYZ, MOL, SDF, PDB or SMILES. <i>Molecules it has not seen</i> sets
            predictions beside computed values: a click on a dot shows that molecule. The sample is 1.4 MB; all of QM9,
            19 MB, loads when the settings ask for it, can be stopped, and stays in this browser.
          </p>
          <h3>Graphs, events, sequences, air</h3>
          <p>
            Each changes one piece of attention. <i>Graphs</i>: nodes are scored, and the best stay; follow the pooling
            level by level, and number the nodes anew: no answer changes, as long as no two scores tie;{" "}
            <i>Points kept</i> among the settings pools the points of a LieTransformer likewise. <i>Events</i>: heads
            see the time between two events by a kernel that is learned; arcs show what the chosen event attends to, and
            a shift of the clock changes nothing; nor does a turn of the globe that earthquakes lie on.
            <i>Sequences</i>: the <b>Linformer</b> makes a few keys of many, and minds their order; matrices and
            singular values show what is left. <i>Air</i>: attention over hours, stations and pollutants, one map each,
            fills in what was not measured: drag over hours to delete them. Data come with the page, their terms stand
            in docs/neighbours.md of the source.
          </p>
          <h3>Train</h3>
          <p>
            <i>Train</i>, <i>Stop</i>, <i>Step</i> and <i>Reset</i> drive both networks. <i>Share</i> saves weights of
            now or of the best evaluation so far, the run, its history and the picture. The charts show the loss and,
            for shapes, the accuracy on three test sets: clouds as generated (D), shifted (T2, T3), and rotated and
            shifted (SE2, SE3); for particles the squared error of 5 states of systems they have not seen. Everything
            runs on your own GPU in this tab; nothing is sent anywhere. <i>Copy link</i> gives the address of exactly
            this page: settings, seed and view. Edit it by hand if you like.
          </p>
          <p>
            Every configuration is a run of its own, kept in this browser every ten seconds while it trains. <i>Runs</i>{" "}
            lists the newest and longest, fifty at most; Back and Forward move between them, and after a reload the page
            offers to go on with the last. In a box for numbers, Enter or leaving it ends the entry, Escape takes it
            back, and the arrow keys step; among the settings Enter also applies what was changed, which begins a new
            run.
          </p>
          <p>
            How fast is it here? The{" "}
            <a href="#bench" target="_blank" rel="noreferrer">
              benchmark
            </a>{" "}
            measures the kernels on your GPU. How few examples does a model need, and what is a built-in symmetry worth
            against a learned one? The{" "}
            <a href="#experiment" target="_blank" rel="noreferrer">
              experiments
            </a>{" "}
            train network after network beside the paper's figure and table.
          </p>
          {tours && (
            <form method="dialog" className="buttons">
              <button type="submit" onClick={startTour}>
                Take the tour
              </button>
            </form>
          )}
        </article>
      </dialog>
    </>
  );
}
