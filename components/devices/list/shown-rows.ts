/** How many rows of a group a page shows before more are asked for, so that thousands don't make it slow. */
export const FIRST_ROWS = 50

/** How many rows each “show more” adds. */
export const MORE_ROWS = 100
