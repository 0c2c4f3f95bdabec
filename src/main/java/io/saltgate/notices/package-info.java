/**
 * Mail to the owners of an account about what happened to it. It listens to what features announce; nobody calls it.
 *
 * <p>Promise: a notice is stored in the transaction of the change and sent after it, so that no change waits for a mail
 * server, and none that was undone is told. What happens again within ten minutes is told in one mail. Stored are codes
 * and ids, never text and never a secret.
 *
 * <p>The life of a notice: {@link io.saltgate.notices.Notices} makes it due; {@link io.saltgate.notices.NoticeQueue}
 * claims it for five minutes; {@link io.saltgate.notices.NoticeJob} sends it and settles it, or puts it off, longer
 * each time, until a day has passed.
 *
 * <p>Each person chooses which groups of these they get. Mail about a person's own sign-in goes to that person, always:
 * {@link io.saltgate.notices.PersonNotices} and the queue and job of that name.
 *
 * <p>Neighbours: stands on {@code accounts}, {@code users} and {@code team}, which knows the owners. Out of scope: mail
 * that somebody waits for, such as an invitation.
 */
@NullMarked
package io.saltgate.notices;

import org.jspecify.annotations.NullMarked;
