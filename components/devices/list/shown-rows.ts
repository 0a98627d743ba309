/** How many rows of a group a page shows at first, so that thousands of rows don't make it slow. */
export const FIRST_ROWS = 50

/** How many rows each “show more” adds. */
export const MORE_ROWS = 100
