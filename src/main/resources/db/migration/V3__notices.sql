-- Messages for people, written in the transaction of what they tell; sent to Slack and by mail afterwards.
-- (run_id, medium, address) is one conversation: its OPEN starts a thread, EDIT rewrites that message, REPLY adds to it.
CREATE TABLE notice (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id          uuid        NOT NULL,
    medium          text        NOT NULL,
    address         text        NOT NULL,
    act             text        NOT NULL,
    broadcast       boolean     NOT NULL DEFAULT false,
    subject         text        NOT NULL,
    text            text        NOT NULL,
    html            text,
    state           text        NOT NULL DEFAULT 'WAITING',
    attempts        int         NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    sent_at         timestamptz,
    receipt         text,
    failure         text
);
CREATE INDEX notice_waiting ON notice (medium, next_attempt_at) WHERE state = 'WAITING';
CREATE INDEX notice_conversation ON notice (run_id, medium, address, id);
