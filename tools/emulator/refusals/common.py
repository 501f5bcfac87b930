"""How a refusal is put in front of what moto does."""


def before(owner, name, check):
    """Calls `check` with the arguments of a method, then the method. What `check` raises is the answer."""
    original = getattr(owner, name)

    def checked(self, *args, **given):
        check(self, *args, **given)
        return original(self, *args, **given)

    setattr(owner, name, checked)
