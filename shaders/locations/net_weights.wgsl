// Places in a head's packed location net [W1; b1], [W2; b2], [W3; b3], weights [in, out]; W1 begins at 0.
import constants::HIDDEN;
import package::group::PAIR_DIM;

const B1 = PAIR_DIM * HIDDEN;
const W2 = B1 + HIDDEN;
const B2 = W2 + HIDDEN * HIDDEN;
const W3 = B2 + HIDDEN;
const B3 = W3 + HIDDEN;
