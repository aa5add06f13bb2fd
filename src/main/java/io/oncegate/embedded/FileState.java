package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

import com.sun.security.auth.module.UnixSystem;

/**
 * The owner of a file, directory or link, and what others may do with it.
 *
 * @param mode as in {@code lstat}
 * @param user the id of its owner
 * @param group the id of its group
 */
record FileState(int mode, int user, int group) {

	private static final UnixSystem SELF = new UnixSystem();

	private static final int TYPE = 0170000;

	private static final int LINK = 0120000;

	private static final int STICKY = 01000;

	private static final int GROUP_WRITES = 0020;

	private static final int OTHERS_WRITE = 0002;

	private static final int ALL_BUT_OWNER = 0077;

	/** Inspects the file itself, without following links. */
	@SuppressWarnings("NullAway") // none of them is null
	static FileState of(Path file) throws IOException {
		Map<String, Object> state = Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
		return new FileState((Integer) state.get("mode"), (Integer) state.get("uid"), (Integer) state.get("gid"));
	}

	/** Whether this process runs as root. */
	static boolean isRoot() {
		return SELF.getUid() == 0;
	}

	boolean isOwn() {
		return this.user == (int) SELF.getUid();
	}

	boolean isOfRoot() {
		return this.user == 0;
	}

	boolean isLink() {
		return (this.mode & TYPE) == LINK;
	}

	boolean isSticky() {
		return (this.mode & STICKY) != 0;
	}

	/** Whether anyone but its owner has any permission. */
	boolean isOpenToOthers() {
		return !isLink() && (this.mode & ALL_BUT_OWNER) != 0;
	}

	/**
	 * Whether others may write. Many systems give each user their own group with write
	 * permission: that group is nobody else.
	 */
	boolean othersMayWrite() {
		boolean group = (this.mode & GROUP_WRITES) != 0 && this.group != (int) SELF.getGid() && this.group != 0;
		return group || (this.mode & OTHERS_WRITE) != 0;
	}

}
