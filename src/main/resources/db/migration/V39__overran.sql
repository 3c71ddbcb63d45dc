-- Whether it was told that a run goes on past the end of the window it started in: that is told once.
ALTER TABLE run ADD COLUMN overran boolean NOT NULL DEFAULT false;
