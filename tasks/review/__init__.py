"""What people write about tweets, in workbooks and sheets: read, checked and compared; the codes of rules are made elsewhere."""
