/*
 * The gate's protocol on a node that did not make the change, written anew for Spin, from docs/gate.md alone: one
 * revocation, its notification, a poll that comes again and again, a filler, a call, and a call that brings the
 * receipt. Time passes in steps. SpinModelTest runs it, also with each of the faults that a -D makes.
 */
#define BOUND 2
#define END   5

#define NOTHING 0
#define ALIVE   1
#define DEAD    2

byte now;
bool revoked, acknowledged;   /* the commit; the answer to whoever revoked */
byte acknowledgedAt;

byte cached;                  /* what is remembered of the token */
byte noted, applied;          /* ticks */
bool leased;                  /* the lease, once there is one */
byte leaseBegan, leaseTick;

bool hinted;
chan notification = [1] of { bit };

active proctype Time() {
  do
  :: now < END -> now++
  :: else -> break
  od
}

active proctype Revoker() {
#ifdef NOTIFIED_BEFORE_COMMIT
  notification!1;
  revoked = true;
#else
  d_step { revoked = true; notification!1 }
#endif
  d_step { acknowledged = true; acknowledgedAt = now }
}

active proctype Listener() {
  bit any;
end:
  do
  :: notification?any -> hinted = true
  od
}

#define DROP   cached = NOTHING
#define NOTE   noted = tick
#define LEASE  d_step { leased = true; leaseBegan = began; leaseTick = tick }

active proctype Poller() {
  byte began, tick;
end:
  do
#ifdef HINTS_ALONE
  :: hinted ->
#else
  :: true ->
#endif
#ifndef HINT_FORGOTTEN_AT_THE_END
    hinted = false;
#endif
    began = now;
    tick = revoked;
#ifdef LEASE_FROM_THE_ANSWER
    began = now;
#endif
#ifdef LEASE_BEFORE_DROPS
    LEASE;
#endif
    if
    :: tick > applied ->
#ifdef DROP_BEFORE_NOTE
      DROP; NOTE;
#else
      NOTE; DROP;
#endif
      applied = tick
    :: else
    fi;
#ifndef LEASE_BEFORE_DROPS
    LEASE;
#endif
#ifdef HINT_FORGOTTEN_AT_THE_END
    hinted = false;
#endif
    tick = 0; began = 0
  od
}

#ifndef HINTS_ALONE

active proctype Filler() {
  byte mark, read;
  do
  :: mark = applied;
     read = (revoked -> DEAD : ALIVE);
#ifdef MARK_AFTER_READ
     mark = applied;
#endif
#ifdef FILL_UNCHECKED
     cached = read;
#else
     d_step {
       if
       :: noted > mark
       :: else -> cached = read
       fi
     };
#endif
     mark = 0; read = 0
  od
}

#define HOLDS (leased && now < leaseBegan + BOUND)

/* Allowed although it began later than the bound after the acknowledgement: never. */
active proctype Call() {
  bool late;
  byte entry;
  late = acknowledged && now > acknowledgedAt + BOUND;
#ifdef ENTRY_BEFORE_LEASE
  d_step { cached != NOTHING; entry = cached };
  HOLDS;
#else
  HOLDS;
  d_step { cached != NOTHING; entry = cached };
#endif
  assert(!(late && entry == ALIVE))
}

#ifdef RECEIPT_BY_NOTED_TICK
#define REACHED (noted >= 1)
#else
#define REACHED (leaseTick >= 1)
#endif

/* Allowed with the receipt of the revocation: never, however soon it comes. */
active proctype CallWithReceipt() {
  byte entry;
  acknowledged;
#ifdef ENTRY_BEFORE_RECEIPT
  d_step { cached != NOTHING; entry = cached };
  HOLDS && REACHED;
#else
  HOLDS && REACHED;
  d_step { cached != NOTHING; entry = cached };
#endif
  assert(entry != ALIVE)
}

#else

/* Another account's change, of which only the hint counts here. */
active proctype Another() {
  hinted = true
}

/* Where polls come for hints alone: once nothing moves any more, a poll has seen the change. */
active proctype Quiet() {
  timeout -> assert(applied == 1)
}

#endif
