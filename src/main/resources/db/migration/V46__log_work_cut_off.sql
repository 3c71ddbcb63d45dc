-- Whether the work was cut off before it had told all: its figures are then the least that it did.
ALTER TABLE log_work ADD COLUMN cut_off boolean NOT NULL DEFAULT false;
