create type ticket_state as enum ('waiting', 'called', 'served', 'abandoned');

create sequence ticket_number start 1001;

create table users (
    id         bigint generated always as identity primary key,
    email      text not null unique,
    full_name  text not null,
    created_at timestamptz not null default now()
);

create table queues (
    id         bigint generated always as identity primary key,
    name       text not null unique,
    title      text not null,
    max_length integer not null default 500 check (max_length > 0),
    open       boolean not null default true
);

create table tickets (
    id         bigint generated always as identity primary key,
    queue_id   bigint not null references queues (id),
    user_id    bigint references users (id),
    number     bigint not null default nextval('ticket_number') unique,
    state      ticket_state not null default 'waiting',
    created_at timestamptz not null default now(),
    called_at  timestamptz,
    check (called_at is null or called_at >= created_at)
);

create index tickets_waiting on tickets (queue_id, created_at) where state = 'waiting';

create view queue_length as
    select q.name, count(t.id) filter (where t.state = 'waiting') as waiting, q.max_length
      from queues q left join tickets t on t.queue_id = q.id
     group by q.id;

create function waiting_minutes(ticket tickets) returns numeric language sql stable as $$
    select round(extract(epoch from coalesce(ticket.called_at, now()) - ticket.created_at) / 60, 1)
$$;

comment on table tickets is 'One place in one queue; the order of the waiting ones is kept in Redis';

insert into users (email, full_name)
     select 'visitor' || n || '@example.org', 'Visitor ' || n from generate_series(1, 200) n;

insert into queues (name, title, max_length) values
    ('passports', 'Passports and identity cards', 300),
    ('registry', 'Civil registry', 120),
    ('taxes', 'Taxes and fees', 200);

insert into tickets (queue_id, user_id, state, created_at, called_at)
     select 1 + n % 3, 1 + n % 200, 'served', now() - n * interval '7 minutes', now() - n * interval '6 minutes'
       from generate_series(1, 900) n;
