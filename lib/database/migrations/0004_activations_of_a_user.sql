ALTER TABLE "activations" ADD COLUMN "new_devices" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "activations_user" ON "activations" USING btree ("user_id","created_at");