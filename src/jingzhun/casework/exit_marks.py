"""Codes of 脱贫属性: where a household on the register stands."""

POOR, LIFTED, LIFTED_WITHOUT_POLICY, RELAPSED = "01", "03", "04", "05"
OUT_OF_POVERTY = (LIFTED, LIFTED_WITHOUT_POLICY)
