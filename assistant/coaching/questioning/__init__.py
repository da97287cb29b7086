"""Questions of a jury: choosing them, aiming them at a draft, the mock oral that they make."""
